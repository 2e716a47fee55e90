// keeps-running: no process of an agent ends by itself.
//   keeps-running: true
#include <algorithm>
#include <string>

#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

std::optional<model::Finding> judge_keeps_running(const AgentRecord& record) {
  for (const Lifetime& life : record.lifetimes) {
    if (life.ended_by_itself) {
      return model::Finding{
          false, "agents that run until they are stopped",
          "the agent of " + record.things.at(life.agent) + " ended with exit code " + std::to_string(life.exit_code)};
    }
  }
  return model::Finding{true, "agents that run until they are stopped",
                        count_in_words(record.lifetimes.size(), "start")};
}

Judge make_keeps_running(base::Settings& settings) { return plain(settings, judge_keeps_running); }

}  // namespace

void declare_keeps_running(std::vector<CheckKind>& kinds) {
  kinds.push_back({"keeps-running", "no agent ends by itself",
                   "An agent is a long-lived program: neither an error nor a lost connection ends it.",
                   "AWS IoT Developer Guide, Programming devices to work with jobs", "keeps-running: true",
                   make_keeps_running});
}

}  // namespace jobrig::life_cycles
