// The MQTT reference client: a correct client of the Jobs topics, used to test the conformance runner. With --mutate
// NAME it has one defect, with --variant NAME another correct behaviour. It uses the client protocol on stdin and
// stdout, and keeps its connection alive between calls.
//   jobrig_mqtt_reference_client [--mutate NAME | --variant NAME | --list-mutants | --list-variants]
#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "clients/mqtt_reference/client.h"
#include "clients/mqtt_reference/mutants.h"

namespace {

using namespace jobrig::mqtt_reference;
using jobrig::reference::Failure;
using nlohmann::json;

void say(const json& message) {
  std::cout << message.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
}

/// Lines of stdin. While there is none, `idle` is called when `due` says.
class Lines {
 public:
  template <typename Due, typename Idle>
  std::optional<std::string> next(const Due& due, const Idle& idle) {
    for (;;) {
      if (const std::size_t end = text_.find('\n'); end != std::string::npos) {
        std::string line = text_.substr(0, end);
        text_.erase(0, end + 1);
        return line;
      }
      pollfd wait{STDIN_FILENO, POLLIN, 0};
      if (::poll(&wait, 1, static_cast<int>(due().count())) <= 0) {
        idle();
        continue;
      }
      std::array<char, 65536> piece{};
      const ssize_t count = ::read(STDIN_FILENO, piece.data(), piece.size());
      if (count <= 0) {
        return std::nullopt;
      }
      text_.append(piece.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  std::string text_;
};

json hello() {
  return {{"type", "hello"},
          {"protocol", 1},
          {"client", "mqtt-reference"},
          {"version", "1"},
          {"transports", {"mqtt"}},
          {"features",
           {"execution-number", "start-next", "update", "get-pending", "poll", "tls", "client-certificate", "retries",
            "long-lived"}},
          {"limits", {{"attempts", 4}, {"attemptMilliseconds", 12000}}}};
}

Access access_of(const json& message, const Policy& policy) {
  Access access;
  access.endpoint = parse_mqtt_endpoint(message.at("endpoint").get<std::string>());
  access.client_id = message.at("mqtt").at("clientId").get<std::string>();
  const int given = message["mqtt"].value("keepAliveSeconds", 0);
  access.keep_alive = static_cast<std::uint16_t>(given > 0 && policy.session.given_keep_alive ? given : 60);
  if (message.contains("tls")) {
    access.endpoint.authority = message["tls"].value("authority", "");
    access.endpoint.certificate = message["tls"].value("certificate", "");
    access.endpoint.key = message["tls"].value("key", "");
  }
  return access;
}

json result(const json& message, Client& client) {
  const Call call{message.at("operation").get<std::string>(), std::make_shared<json>(message.at("arguments")),
                  message.value("await", 0)};
  json line{{"type", "result"}, {"id", message.at("id")}};
  std::vector<json> answers;
  try {
    line["response"] = message.contains("poll")
                           ? client.poll(call, Milliseconds(message["poll"].at("everyMilliseconds").get<int>()),
                                         message["poll"].at("atMost").get<int>(), answers)
                           : client.make(call);
    line["outcome"] = "success";
  } catch (const Failure& failure) {
    line["outcome"] = "error";
    line["error"] = {{"kind", failure.kind}, {"message", failure.message}};
    if (!failure.name.empty()) {
      line["error"]["name"] = failure.name;
    }
  }
  if (message.contains("poll")) {
    line["responses"] = answers;
  }
  return line;
}

void serve(const Policy& policy) {
  std::unique_ptr<Client> client;
  Lines lines;
  const auto due = [&] { return client ? client->session().until_ping() : Milliseconds(3'600'000); };
  const auto idle = [&] { client ? client->session().idle() : void(); };
  while (const auto line = lines.next(due, idle)) {
    const json message = json::parse(*line);
    const std::string type = message.at("type").get<std::string>();
    if (type == "hello") {
      say(hello());
    } else if (type == "bye") {
      return;
    } else if (type == "call" && !message.contains("mqtt")) {
      say({{"type", "result"}, {"id", message.at("id")}, {"outcome", "unable"}, {"reason", "this client speaks MQTT"}});
    } else if (type == "call") {
      if (message.value("fresh", true) || !client) {
        client.reset();
        client = std::make_unique<Client>(access_of(message, policy), policy);
      }
      say(result(message, *client));
    }
  }
}

int refuse(const std::string& what) {
  std::cerr << "jobrig_mqtt_reference_client: " << what << "\n";
  return 2;
}

template <typename Rows>
int list(const Rows& rows) {
  for (const auto& row : rows) {
    std::cout << row.name << "\t" << row.what << "\n";
  }
  return 0;
}

template <typename Rows>
bool change(const Rows& rows, const std::string& name, Policy& policy) {
  for (const auto& row : rows) {
    if (row.name == name) {
      row.change(policy);
      return true;
    }
  }
  return false;
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> arguments(words + 1, words + count);
  if (arguments.size() == 1 && arguments[0] == "--list-mutants") {
    return list(mutants());
  }
  if (arguments.size() == 1 && arguments[0] == "--list-variants") {
    return list(variants());
  }
  Policy policy;
  const bool changed = arguments.size() == 2 && (arguments[0] == "--mutate" || arguments[0] == "--variant");
  if (!changed && !arguments.empty()) {
    return refuse(
        "usage: jobrig_mqtt_reference_client [--mutate NAME | --variant NAME | --list-mutants | --list-variants]");
  }
  if (changed && !change(arguments[0] == "--mutate" ? mutants() : variants(), arguments[1], policy)) {
    return refuse("there is no \"" + arguments[1] + "\"; --list-mutants and --list-variants name them");
  }
  try {
    serve(policy);
  } catch (const std::exception& error) {
    return refuse(error.what());
  }
  return 0;
}
