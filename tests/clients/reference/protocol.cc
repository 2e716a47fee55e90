#include "clients/reference/protocol.h"

#include <array>
#include <nlohmann/json.hpp>

namespace jobrig::reference {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 12> kFeatures{
    "execution-number", "start-next",         "update",    "get-pending", "start-command", "poll", "tls", "signed",
    "retries",          "client-certificate", "retry-2.1", "long-lived"};

json result(const json& id, const char* outcome) { return {{"type", "result"}, {"id", id}, {"outcome", outcome}}; }

std::string line_of(const json& message) { return message.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

Endpoint parse_endpoint(const std::string& text) {
  Endpoint endpoint;
  endpoint.tls = text.starts_with("https://");
  const std::string rest = text.substr(text.find("://") + 3);
  const std::size_t colon = rest.rfind(':');
  endpoint.host = rest.substr(0, colon);
  endpoint.port = colon == std::string::npos ? endpoint.tls ? "443" : "80" : rest.substr(colon + 1);
  return endpoint;
}

std::string hello_line(const Hello& hello) {
  std::vector<std::string_view> features(kFeatures.begin(), kFeatures.end());
  for (const std::string_view feature : hello.without) {
    std::erase(features, feature);
  }
  features.insert(features.end(), hello.with.begin(), hello.with.end());
  json message{{"type", "hello"}, {"protocol", 1}, {"client", "reference"}, {"version", "1"}, {"features", features}};
  const std::array limits{std::pair{"attempts", hello.attempts},
                          std::pair{"attemptMilliseconds", hello.attempt_milliseconds},
                          std::pair{"totalMilliseconds", hello.total_milliseconds}};
  for (const auto& [name, value] : limits) {
    if (value > 0) {
      message["limits"][name] = value;
    }
  }
  return line_of(message);
}

Call read_call(const json& message) {
  Call call;
  call.operation = message.at("operation").get<std::string>();
  call.arguments = std::make_shared<json>(message.at("arguments"));
  call.endpoint = parse_endpoint(message.at("endpoint").get<std::string>());
  call.region = message.at("region").get<std::string>();
  call.access_key = message.at("credentials").at("accessKeyId").get<std::string>();
  call.secret_key = message.at("credentials").at("secretAccessKey").get<std::string>();
  call.session_token = message.at("credentials").value("sessionToken", "");
  call.fresh = message.value("fresh", true);
  if (message.contains("tls")) {
    call.endpoint.authority = message["tls"].value("authority", "");
    call.endpoint.certificate = message["tls"].value("certificate", "");
    call.endpoint.key = message["tls"].value("key", "");
  }
  if (message.contains("poll")) {
    call.poll =
        Poll{Milliseconds(message["poll"].at("everyMilliseconds").get<int>()), message["poll"].at("atMost").get<int>()};
  }
  return call;
}

std::string success_line(const json& id, const json& answer, const std::vector<json>* answers) {
  json message = result(id, "success");
  message["response"] = answer;
  if (answers != nullptr) {
    message["responses"] = *answers;
  }
  return line_of(message);
}

std::string failure_line(const json& id, const Failure& failure, const std::vector<json>* answers) {
  json message = result(id, "error");
  json& error = message["error"] = {{"kind", failure.kind}};
  if (!failure.name.empty()) {
    error["name"] = failure.name;
  }
  if (!failure.message.empty()) {
    error["message"] = failure.message;
  }
  if (failure.status != 0) {
    error["status"] = failure.status;
  }
  if (answers != nullptr) {
    message["responses"] = *answers;
  }
  return line_of(message);
}

}  // namespace jobrig::reference
