// The reference agent: a correct agent of AWS IoT Jobs, used to test `jobrig conform --agent`. With --mutate ID it has
// one defect.
//   jobrig_reference_agent [--mutate ID] ENDPOINT THING     mqtt://127.0.0.1:1883 or http://127.0.0.1:8787
//   jobrig_reference_agent --list-mutants                   name, mqtt or any, and what it does
// The environment can have JOBRIG_SEED and JOBRIG_FOLDER.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "clients/agent/agent.h"
#include "clients/agent/mutants.h"

namespace {

using namespace jobrig::reference_agent;

std::string variable(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
}

int fail(const std::string& why) {
  std::cerr << "jobrig_reference_agent: " << why << "\n";
  return 2;
}

}  // namespace

int main(int count, char** words) {
  std::vector<std::string> arguments(words + 1, words + count);
  if (arguments == std::vector<std::string>{"--list-mutants"}) {
    for (const AgentMutant& mutant : mutants()) {
      std::cout << mutant.name << '\t' << (mutant.mqtt_only ? "mqtt" : "any") << '\t' << mutant.what << '\n';
    }
    return 0;
  }
  AgentOptions options;
  if (arguments.size() == 4 && arguments[0] == "--mutate") {
    options.mutant = arguments[1];
    arguments.erase(arguments.begin(), arguments.begin() + 2);
    if (std::none_of(mutants().begin(), mutants().end(),
                     [&](const AgentMutant& mutant) { return mutant.name == options.mutant; })) {
      return fail("unknown mutant " + options.mutant);
    }
  }
  const std::size_t scheme = arguments.empty() ? std::string::npos : arguments[0].find("://");
  const std::size_t colon = arguments.empty() ? std::string::npos : arguments[0].rfind(':');
  if (arguments.size() != 2 || scheme == std::string::npos || colon <= scheme) {
    return fail("usage: [--mutate ID] ENDPOINT THING");
  }
  LinkOptions link;
  link.host = arguments[0].substr(scheme + 3, colon - scheme - 3);
  link.port = arguments[0].substr(colon + 1);
  link.thing = arguments[1];
  link.client = arguments[1];
  link.mutant = options.mutant;
  options.folder = variable("JOBRIG_FOLDER");
  options.seed = std::strtoull(variable("JOBRIG_SEED").c_str(), nullptr, 10);
  const bool mqtt = arguments[0].substr(0, scheme) == "mqtt";
  Agent(mqtt ? make_mqtt_link(link) : make_http_link(link), std::move(options)).run();
  return 0;
}
