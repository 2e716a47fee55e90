// The reference client: a correct client of the jobs data plane, used to test the conformance runner. With --mutate
// ID it has one defect, with --variant NAME another correct behaviour. It uses the client protocol on stdin and stdout.
//   jobrig_reference_client [--mutate ID | --variant NAME | --list-mutants | --list-variants]
#include <csignal>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "clients/reference/client.h"
#include "clients/reference/misdeed.h"
#include "clients/reference/mutants.h"
#include "clients/reference/mutation_list.h"
#include "clients/reference/mutation_switches.h"
#include "clients/reference/protocol.h"
#include "clients/reference/report_mutation.h"
#include "clients/reference/variants.h"

namespace {

using namespace jobrig::reference;
using nlohmann::json;

void say(const std::string& line) { std::cout << line << std::endl; }

/// Returns the line that answers the call.
std::string answer(Client& client, ReportMutation& mutation, const Call& call, const json& id) {
  std::vector<json> answers;
  const std::vector<json>* const polled = call.poll ? &answers : nullptr;
  try {
    json response = call.poll ? client.poll(call, answers) : client.make(call);
    for (json& one : answers) {
      mutation.distort(call.operation, one);
    }
    mutation.distort(call.operation, response);
    return success_line(id, response, polled);
  } catch (Failure& failure) {
    return mutation.distort(failure) ? success_line(id, json::object(), polled) : failure_line(id, failure, polled);
  }
}

void serve(const Policy& policy) {
  std::unique_ptr<Client> client;
  ReportMutation mutation(policy.mutation);
  for (std::string line; std::getline(std::cin, line);) {
    const json message = json::parse(line);
    const std::string type = message.at("type").get<std::string>();
    if (type == "hello") {
      say(hello_line(policy.hello));
    } else if (type == "bye") {
      return;
    } else if (type == "call") {
      const Call call = read_call(message);
      if (call.fresh || !client) {
        client = std::make_unique<Client>(policy);
        mutation = ReportMutation(policy.mutation);
      }
      commit(policy.misdeed);
      say(answer(*client, mutation, call, message.at("id")));
    }
  }
}

int refuse(const std::string& what) {
  std::cerr << "jobrig_reference_client: " << what << "\n";
  return 2;
}

/// One line each: the id, and after a tab what it does if that is not the id itself.
int list_mutants() {
  for (const Mutant& mutant : mutants()) {
    std::cout << mutant.name << "\t" << mutant.what << "\n";
  }
  for (const std::string& id : generated_mutations()) {
    std::cout << id << "\n";
  }
  return 0;
}

/// One line each: the name, the profile of levels in which it passes, and what it does.
int list_variants() {
  for (const Variant& variant : variants()) {
    std::cout << variant.name << "\t" << variant.levels << "\t" << variant.what << "\n";
  }
  return 0;
}

/// False if there is no such mutant or variant.
bool change(Policy& policy, const std::string& option, const std::string& name) {
  const auto find = [&](const auto& rows) {
    for (const auto& row : rows) {
      if (row.name == name) {
        row.change(policy);
        return true;
      }
    }
    return false;
  };
  if (option == "--variant") {
    const bool known = find(variants());
    policy.hello.without.push_back("retry-2.1");  // a variant may retry in another way
    return known;
  }
  const auto mutation = parse_mutation(name);
  if (mutation) {
    mutate(policy, *mutation);
  }
  return mutation || find(mutants());
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> arguments(words + 1, words + count);
  if (arguments.size() == 1 && arguments[0] == "--list-mutants") {
    return list_mutants();
  }
  if (arguments.size() == 1 && arguments[0] == "--list-variants") {
    return list_variants();
  }
  Policy policy;
  const bool changed = arguments.size() == 2 && (arguments[0] == "--mutate" || arguments[0] == "--variant");
  if (!changed && !arguments.empty()) {
    return refuse("usage: jobrig_reference_client [--mutate ID | --variant NAME | --list-mutants | --list-variants]");
  }
  if (changed && !change(policy, arguments[0], arguments[1])) {
    return refuse("there is no \"" + arguments[1] + "\"; --list-mutants and --list-variants name them");
  }
  try {
    serve(policy);
  } catch (const std::exception& error) {
    return refuse(error.what());
  }
  return 0;
}
