// asks-for-work: each process of an agent asks for pending executions, and each agent asks again after an outage or a
// cut connection, because it may have missed notifications.
//   asks-for-work: true
#include <algorithm>
#include <string>

#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

bool asks_after(const AgentRecord& record, std::size_t agent, base::Monotonic when) {
  return std::any_of(record.requests.begin(), record.requests.end(), [&](const RequestRecord& request) {
    return request.agent == agent && request.when >= when && asks_for_work(request);
  });
}

std::optional<model::Finding> judge_asks_for_work(const AgentRecord& record) {
  constexpr std::string_view kExpected = "a question for pending executions after each start and each lost connection";
  for (const Lifetime& life : record.lifetimes) {
    if (!asks_after(record, life.agent, life.began)) {
      return model::Finding{false, std::string(kExpected), "none after a start of " + record.things.at(life.agent)};
    }
  }
  for (const Interruption& one : record.interruptions) {
    if (one.kind != Interruption::Kind::kOutage && one.kind != Interruption::Kind::kCut) {
      continue;
    }
    for (std::size_t agent = 0; agent < record.things.size(); ++agent) {
      if (one.agent.value_or(agent) == agent && !asks_after(record, agent, one.ended)) {
        return model::Finding{false, std::string(kExpected),
                              "none of " + record.things[agent] + " after its connection was lost"};
      }
    }
  }
  return model::Finding{true, std::string(kExpected), "one after each"};
}

Judge make_asks_for_work(base::Settings& settings) { return plain(settings, judge_asks_for_work); }

}  // namespace

void declare_asks_for_work(std::vector<CheckKind>& kinds) {
  kinds.push_back(
      {"asks-for-work", "agents ask for pending executions when they start and after lost connections",
       "When a device comes online, it asks for its pending executions: notifications of the time before are "
       "not repeated.",
       "AWS IoT Developer Guide, Programming devices to work with jobs", "asks-for-work: true", make_asks_for_work});
}

}  // namespace jobrig::life_cycles
