// storm: how evenly agents come back after an outage. The score is the largest number of connections and requests in
// any second of the time `within` after the outage, divided by the number that each second has if they are spread
// evenly. 1 is perfectly even; with all of them in one second, the score is the number of seconds.
//   storm: {at-most: 3, within: 5s}
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "base/units.h"
#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

using Seconds = std::chrono::duration<double>;

struct AllowedStorm {
  double at_most = 0;
  base::Duration within{0};
};

/// Connections and requests from `from` to `to`, in order.
std::vector<base::Monotonic> traffic(const AgentRecord& record, base::Monotonic from, base::Monotonic to) {
  std::vector<base::Monotonic> moments;
  const auto add = [&](base::Monotonic when) {
    if (when >= from && when <= to) {
      moments.push_back(when);
    }
  };
  for (const ConnectRecord& connect : record.connects) {
    add(connect.when);
  }
  for (const RequestRecord& request : record.requests) {
    add(request.when);
  }
  std::sort(moments.begin(), moments.end());
  return moments;
}

std::size_t most_in_a_second(const std::vector<base::Monotonic>& moments) {
  std::size_t most = 0;
  for (std::size_t first = 0, last = 0; last < moments.size(); ++last) {
    while (moments[last] - moments[first] >= std::chrono::seconds(1)) {
      ++first;
    }
    most = std::max(most, last - first + 1);
  }
  return most;
}

std::string one_decimal(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", number);
  return text;
}

std::optional<model::Finding> judge_storm(const AllowedStorm& allowed, const AgentRecord& record) {
  const std::string expected = "a storm score of at most " + one_decimal(allowed.at_most);
  std::string found = "no outage";
  for (const Interruption& outage : record.interruptions) {
    if (outage.kind != Interruption::Kind::kOutage) {
      continue;
    }
    const auto moments = traffic(record, outage.ended, outage.ended + allowed.within);
    const double even = static_cast<double>(moments.size()) / Seconds(allowed.within).count();
    const std::size_t most = most_in_a_second(moments);
    const double score = moments.empty() ? 0 : static_cast<double>(most) / even;
    found = "a score of " + one_decimal(score) + ": " + std::to_string(most) + " of " + std::to_string(moments.size()) +
            " connections and requests in one second of " + base::format_duration(allowed.within);
    if (score > allowed.at_most) {
      return model::Finding{false, expected, found};
    }
  }
  return model::Finding{true, expected, found};
}

Judge make_storm(base::Settings& settings) {
  constexpr double kMost = 1000;
  AllowedStorm allowed;
  settings.node({"at-most", "the highest score", "number", base::Need::kRequired});
  allowed.at_most = settings.fields().number("at-most", 1, kMost).value_or(kMost);
  allowed.within =
      settings.duration("within", "the time after the outage (default: 5s)").value_or(std::chrono::seconds(5));
  if (allowed.within < std::chrono::seconds(2)) {
    settings.report("within", "\"within\" must be at least 2s, because the score compares seconds");
  }
  if (!settings.finish()) {
    return {};
  }
  return [allowed](const AgentRecord& record) { return judge_storm(allowed, record); };
}

}  // namespace

void declare_storm(std::vector<CheckKind>& kinds) {
  kinds.push_back({"storm", "how evenly a fleet comes back after an outage",
                   "Devices of a fleet spread their reconnects and retries by jitter, so that a service that has come "
                   "back is not overloaded.",
                   "AWS Builders' Library, Timeouts, retries, and backoff with jitter",
                   "storm: {at-most: 3, within: 5s}", make_storm});
}

}  // namespace jobrig::life_cycles
