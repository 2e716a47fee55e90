// The reference client: a correct client of the jobs data plane, used to test the conformance runner. With --mutant
// NAME it has one defect. It uses the client protocol on stdin and stdout.
//   jobrig_reference_client [--mutant NAME | --list-mutants]
#include <csignal>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "clients/reference/client.h"
#include "clients/reference/misdeed.h"
#include "clients/reference/mutants.h"
#include "clients/reference/protocol.h"

namespace {

using namespace jobrig::reference;
using nlohmann::json;

void say(const std::string& line) { std::cout << line << std::endl; }

/// Returns the line that answers the call.
std::string answer(Client& client, const Call& call, const json& id) {
  std::vector<json> answers;
  const std::vector<json>* const polled = call.poll ? &answers : nullptr;
  try {
    const json response = call.poll ? client.poll(call, answers) : client.make(call);
    return success_line(id, response, polled);
  } catch (const Failure& failure) {
    return failure_line(id, failure, polled);
  }
}

void serve(const Policy& policy) {
  std::unique_ptr<Client> client;
  for (std::string line; std::getline(std::cin, line);) {
    const json message = json::parse(line);
    const std::string type = message.at("type").get<std::string>();
    if (type == "hello") {
      say(hello_line());
    } else if (type == "bye") {
      return;
    } else if (type == "call") {
      const Call call = read_call(message);
      if (call.fresh || !client) {
        client = std::make_unique<Client>(policy);
      }
      commit(policy.misdeed);
      say(answer(*client, call, message.at("id")));
    }
  }
}

int refuse(const std::string& what) {
  std::cerr << "jobrig_reference_client: " << what << "\n";
  return 2;
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> arguments(words + 1, words + count);
  if (arguments == std::vector<std::string>{"--list-mutants"}) {
    for (const Mutant& mutant : mutants()) {
      std::cout << mutant.name << ": " << mutant.what << "\n";
    }
    return 0;
  }
  Policy policy;
  if (arguments.size() == 2 && arguments[0] == "--mutant") {
    const Mutant* const mutant = mutant_named(arguments[1]);
    if (mutant == nullptr) {
      return refuse("there is no mutant \"" + arguments[1] + "\"; --list-mutants names them");
    }
    mutant->change(policy);
  } else if (!arguments.empty()) {
    return refuse("usage: jobrig_reference_client [--mutant NAME | --list-mutants]");
  }
  try {
    serve(policy);
  } catch (const std::exception& error) {
    return refuse(error.what());
  }
  return 0;
}
