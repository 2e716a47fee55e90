// request-rate: the most requests of one agent in any period of this length: no hot loop.
//   request-rate: {at-most: 20, per: 1s}
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "base/units.h"
#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

struct AllowedRate {
  std::int64_t at_most = 0;
  base::Duration per{0};
};

/// The most moments in any period of this length. They are in order.
std::size_t most_within(const std::vector<base::Monotonic>& moments, base::Duration per) {
  std::size_t most = 0;
  for (std::size_t first = 0, last = 0; last < moments.size(); ++last) {
    while (moments[last] - moments[first] >= per) {
      ++first;
    }
    most = std::max(most, last - first + 1);
  }
  return most;
}

std::optional<model::Finding> judge_request_rate(const AllowedRate& allowed, const AgentRecord& record) {
  const std::string per = " in " + base::format_duration(allowed.per);
  const std::string expected = "at most " + count_in_words(static_cast<std::size_t>(allowed.at_most), "request") + per;
  std::size_t most = 0;
  std::string whose;
  for (std::size_t agent = 0; agent < record.things.size(); ++agent) {
    std::vector<base::Monotonic> moments;
    for (const RequestRecord& request : record.requests) {
      if (request.agent == agent) {
        moments.push_back(request.when);
      }
    }
    if (const std::size_t found = most_within(moments, allowed.per); found > most) {
      most = found;
      whose = " of " + record.things[agent];
    }
  }
  return model::Finding{most <= static_cast<std::size_t>(allowed.at_most), expected,
                        count_in_words(most, "request") + whose + per};
}

Judge make_request_rate(base::Settings& settings) {
  constexpr std::int64_t kMost = 1'000'000;
  settings.shorthand("at-most");
  AllowedRate allowed;
  allowed.at_most = settings.integer("at-most", "how many requests", 1, kMost, 20);
  allowed.per = settings.duration("per", "the length of the period (default: 1s)").value_or(std::chrono::seconds(1));
  if (allowed.per == base::Duration::zero()) {
    settings.report("per", "\"per\" must be longer than 0s");
  }
  if (!settings.finish()) {
    return {};
  }
  return [allowed](const AgentRecord& record) { return judge_request_rate(allowed, record); };
}

}  // namespace

void declare_request_rate(std::vector<CheckKind>& kinds) {
  kinds.push_back({"request-rate", "the most requests of one agent in a period: no hot loop",
                   "A device waits for notifications, or polls at a rate that the service allows.",
                   "AWS General Reference, AWS IoT Device Management endpoints and quotas, Jobs throttling limits",
                   "request-rate: {at-most: 20, per: 1s}", make_request_rate});
}

}  // namespace jobrig::life_cycles
