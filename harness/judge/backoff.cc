// backoff: how a client spreads its retries, over many calls that each fail several times. It looks at the longest gap
// of each call, so a client may retry once at once if it backs off then.
//   backoff: {pause: 5ms}       no hot loop: the mean of these gaps is at least so long
//   backoff: {jitter: true}     no fleet in step: a quarter of these gaps are a fifth longer than one in ten others
// With fewer than four retried calls, or ten for the jitter, it cannot be judged and holds.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "judge/make_check.h"
#include "judge/time_words.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

constexpr std::size_t kFewestForPause = 4;
constexpr std::size_t kFewestForJitter = 10;
// The gap that three quarters do not exceed, in percent of the one that a tenth do not exceed: half jitter has 159,
// full jitter 750. The longest gaps do not count, because a busy machine makes some longer.
constexpr int kLeastJitter = 120;

struct BackoffCriteria {
  std::optional<base::Duration> pause;
  bool jitter = false;
};

/// The longest gap of each retried call, sorted.
std::vector<base::Duration> longest_gaps(const model::CaseRecord& record) {
  std::vector<base::Duration> longest;
  for (const auto& attempts : wire::requests_by_call(record)) {
    base::Duration most{0};
    for (std::size_t i = 1; i < attempts.size(); ++i) {
      most = std::max(most, between(wire::answered_at(record.exchanges[attempts[i - 1]]),
                                    wire::arrival_of(record.exchanges[attempts[i]])));
    }
    if (attempts.size() > 1) {
      longest.push_back(most);
    }
  }
  std::sort(longest.begin(), longest.end());
  return longest;
}

model::Finding judge_backoff(const BackoffCriteria& wanted, const model::CaseRecord& record) {
  std::string expected = wanted.pause ? "pauses of " + base::format_duration(*wanted.pause) + " on average" : "";
  expected += wanted.pause && wanted.jitter ? " and " : "";
  expected += wanted.jitter ? "gaps that differ by chance" : "";
  const std::vector<base::Duration> longest = longest_gaps(record);
  const std::string calls = count_in_words(longest.size(), "retried call");
  if (longest.size() < (wanted.jitter ? kFewestForJitter : kFewestForPause)) {
    return {true, expected, calls + ", too few to judge"};
  }
  base::Duration sum{0};
  for (const base::Duration gap : longest) {
    sum += gap;
  }
  const base::Duration mean = sum / static_cast<std::int64_t>(longest.size());
  const base::Duration low = longest[longest.size() / 10];
  const base::Duration high = longest[longest.size() * 3 / 4];
  const bool paused = !wanted.pause || mean >= *wanted.pause;
  const bool spread = !wanted.jitter || high * 100 >= low * kLeastJitter;
  return {paused && spread, expected,
          "a mean of " + shown_time(mean) + ", a tenth below " + shown_time(low) + ", a quarter above " +
              shown_time(high) + " over " + calls};
}

CheckPointer make_backoff(Settings& settings) {
  BackoffCriteria wanted;
  wanted.pause = settings.duration("pause", "the shortest mean of the longest gaps");
  wanted.jitter = settings.boolean("jitter", "whether the gaps must differ by chance").value_or(false);
  if (!wanted.pause && !wanted.jitter) {
    settings.report("pause", "\"backoff\" checks nothing; state \"pause\" or \"jitter: true\"");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings, [wanted](const model::CaseRecord& record) { return judge_backoff(wanted, record); });
}

}  // namespace

void declare_backoff(std::vector<CheckKind>& kinds) {
  kinds.push_back({"backoff", "how the client spreads its retries, over many calls",
                   "backoff: {pause: 5ms, jitter: true}", make_backoff});
}

}  // namespace jobrig::judge
