// reconnects: how often an agent tries to connect during one outage, and that the gaps between its attempts grow.
//   reconnects: {at-most: 12}
// The last gap must be at least as long as the first. With fewer than four attempts, gaps are not judged.
#include <algorithm>
#include <string>
#include <vector>

#include "base/units.h"
#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

constexpr std::size_t kFewest = 4;  // attempts that show how gaps grow

std::vector<base::Monotonic> attempts_during(const AgentRecord& record, std::size_t agent, const Interruption& outage) {
  std::vector<base::Monotonic> attempts;
  for (const ConnectRecord& connect : record.connects) {
    if (connect.agent == agent && connect.refused && connect.when >= outage.began && connect.when <= outage.ended) {
      attempts.push_back(connect.when);
    }
  }
  return attempts;
}

std::string gap_in_words(base::Duration gap) {
  return base::format_duration(std::chrono::duration_cast<std::chrono::milliseconds>(gap));
}

std::optional<model::Finding> judge_reconnects(std::size_t at_most, const AgentRecord& record) {
  const std::string expected =
      "at most " + count_in_words(at_most, "attempt") + " to connect in an outage, with growing gaps";
  std::size_t most = 0;
  for (const Interruption& outage : record.interruptions) {
    if (outage.kind != Interruption::Kind::kOutage) {
      continue;
    }
    for (std::size_t agent = 0; agent < record.things.size(); ++agent) {
      const auto attempts = attempts_during(record, agent, outage);
      most = std::max(most, attempts.size());
      if (attempts.size() > at_most) {
        return model::Finding{false, expected,
                              count_in_words(attempts.size(), "attempt") + " of " + record.things[agent]};
      }
      if (attempts.size() < kFewest) {
        continue;
      }
      const auto gap = [&](std::size_t i) {
        return std::chrono::duration_cast<base::Duration>(attempts[i] - attempts[i - 1]);
      };
      // With full jitter a single gap may be short: the longest of the second half counts.
      base::Duration late{0};
      for (std::size_t i = attempts.size() / 2 + 1; i < attempts.size(); ++i) {
        late = std::max(late, gap(i));
      }
      if (late < gap(1)) {
        return model::Finding{false, expected,
                              "a first gap of " + gap_in_words(gap(1)) + ", later ones of at most " +
                                  gap_in_words(late) + " of " + record.things[agent]};
      }
    }
  }
  return model::Finding{true, expected, "at most " + count_in_words(most, "attempt")};
}

Judge make_reconnects(base::Settings& settings) {
  constexpr std::int64_t kMost = 10'000;
  settings.shorthand("at-most");
  const std::int64_t at_most = settings.integer("at-most", "how many attempts", 1, kMost, 12);
  if (!settings.finish()) {
    return {};
  }
  return [at_most](const AgentRecord& record) { return judge_reconnects(static_cast<std::size_t>(at_most), record); };
}

}  // namespace

void declare_reconnects(std::vector<CheckKind>& kinds) {
  kinds.push_back({"reconnects", "attempts to connect during an outage: few, with growing gaps",
                   "A device that loses its connection reconnects with exponential backoff and jitter.",
                   "AWS Builders' Library, Timeouts, retries, and backoff with jitter", "reconnects: {at-most: 12}",
                   make_reconnects});
}

}  // namespace jobrig::life_cycles
