// waits-after-throttling: after a request was throttled, the agent waits before it sends one of the same operation.
//   waits-after-throttling: 200ms
#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "base/units.h"
#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

bool is_throttled(const std::string& error) {
  return error == "RequestThrottled" || error == "ThrottlingException" || error == "ServiceUnavailableException" ||
         error == "InternalError";
}

std::optional<model::Finding> judge_waits(base::Duration least, const AgentRecord& record) {
  const std::string expected = "at least " + base::format_duration(least) + " after a throttled request";
  std::map<std::pair<std::size_t, std::string>, base::Monotonic> throttled;
  std::size_t count = 0;
  for (const RequestRecord& request : record.requests) {
    const auto key = std::pair(request.agent, request.operation);
    if (const auto before = throttled.find(key); before != throttled.end()) {
      const auto gap = std::chrono::duration_cast<std::chrono::milliseconds>(request.when - before->second);
      if (gap < least && !was_interrupted(record, request.agent, before->second, request.when)) {
        return model::Finding{false, expected, request.operation + " " + base::format_duration(gap) + " after it"};
      }
      throttled.erase(before);
    }
    if (is_throttled(request.error)) {
      throttled[key] = request.when;
      ++count;
    }
  }
  return model::Finding{true, expected, count_in_words(count, "throttled request")};
}

Judge make_waits_after_throttling(base::Settings& settings) {
  settings.shorthand("at-least");
  const auto least = settings.duration("at-least", "the shortest wait", base::Need::kRequired);
  if (!settings.finish()) {
    return {};
  }
  return [least = *least](const AgentRecord& record) { return judge_waits(least, record); };
}

}  // namespace

void declare_waits_after_throttling(std::vector<CheckKind>& kinds) {
  kinds.push_back({"waits-after-throttling", "a wait before a throttled request is repeated",
                   "A request that was throttled, or that the service could not serve, is repeated after a wait.",
                   "AWS IoT Developer Guide, ErrorCode (RequestThrottled)", "waits-after-throttling: 200ms",
                   make_waits_after_throttling});
}

}  // namespace jobrig::life_cycles
