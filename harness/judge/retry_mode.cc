// retry-mode: names the Retry Behavior of the AWS SDKs (2.0 or 2.1) that the client keeps over all calls of the case,
// or the number of the rule that it breaks. With `mode` it fails unless the client keeps that one.
//   retry-mode: {}               keeps 2.1 | keeps 2.0 | neither: breaks R6
//   retry-mode: {mode: "2.1"}
// The times are judged over many samples only: the 90th percentile of the gaps, which a few slow moments of the machine
// do not move, and the share of short gaps. A busy machine lengthens them all; what it adds is measured in the same
// calls, and a rule is broken only if it is broken with and without that. retry_quota.h judges the counts.
#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "judge/make_check.h"
#include "judge/retry_quota.h"
#include "judge/time_words.h"
#include "wire/attempts.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

using namespace std::chrono_literals;
using Gaps = std::vector<base::Duration>;

constexpr base::Duration kGrain = 5ms;   // Node.js timers count milliseconds and round down
constexpr base::Duration kClamp = 5s;    // R9
constexpr base::Duration kSlowest = 3s;  // more than a slow machine adds to a gap
constexpr std::size_t kFewSamples = 10;  // enough to tell 1,000 ms from 50 ms
constexpr std::size_t kManySamples = 25;

/// The gaps of a record without hints: by the kind of failure, before the second and the third request of a call.
struct Samples {
  Gaps transient_first;
  Gaps transient_second;
  Gaps throttling_first;
  base::Duration load{0};
};

/// x-amz-retry-after. An empty text: the response has none.
std::string hint_in(const model::Exchange& exchange) {
  return std::string(wire::read_request(wire::without_informational(exchange.answer)).header("x-amz-retry-after"));
}

base::Duration gap_before(const model::CaseRecord& record, const std::vector<std::size_t>& attempts, std::size_t i) {
  return between(wire::answered_at(record.exchanges[attempts[i - 1]]), wire::arrival_of(record.exchanges[attempts[i]]));
}

base::Duration percentile(const Gaps& sorted, std::size_t percent) { return sorted[(sorted.size() * percent) / 100]; }

/// What a busy machine adds to a gap: how much longer nine tenths of the calls took from the order to the first request
/// than the fastest. A client that starts a process for each call takes long for each, so only the difference counts.
base::Duration load_of(const model::CaseRecord& record, const std::vector<std::vector<std::size_t>>& calls) {
  Gaps starts;
  for (std::size_t i = 0; i < std::min(calls.size(), record.calls.size()); ++i) {
    if (!calls[i].empty()) {
      starts.push_back(between(record.calls[i].began, wire::arrival_of(record.exchanges[calls[i].front()])));
    }
  }
  std::sort(starts.begin(), starts.end());
  return starts.size() < kFewSamples ? base::Duration(0) : percentile(starts, 90) - starts.front();
}

Samples samples_of(const model::CaseRecord& record) {
  Samples samples;
  const auto calls = wire::requests_by_call(record);
  samples.load = load_of(record, calls);
  for (const auto& attempts : calls) {
    for (std::size_t i = 1; i < attempts.size(); ++i) {
      const model::Exchange& failure = record.exchanges[attempts[i - 1]];
      if (!hint_in(failure).empty()) {
        continue;
      }
      const bool transient = retry_kind_of(failure) == RetryKind::kTransient;
      if (transient && i <= 2) {
        (i == 1 ? samples.transient_first : samples.transient_second).push_back(gap_before(record, attempts, i));
      } else if (!transient && i == 1) {
        samples.throttling_first.push_back(gap_before(record, attempts, i));
      }
    }
  }
  for (Gaps* const gaps : {&samples.transient_first, &samples.transient_second, &samples.throttling_first}) {
    std::sort(gaps->begin(), gaps->end());
  }
  return samples;
}

/// The base delay of a client with full jitter: nine tenths of its first gaps are below nine tenths of it.
base::Duration base_of(const Gaps& sorted) { return percentile(sorted, 90) * 10 / 9; }

/// `most` and `least` in milliseconds. Few samples have a wide margin.
bool is_base(const Gaps& sorted, base::Duration load, std::int64_t least, std::int64_t most) {
  const base::Duration measured = base_of(sorted);
  const auto in_quarters = [](std::int64_t milliseconds, int quarters) {
    return base::Duration(std::chrono::milliseconds(milliseconds)) * quarters / 4;
  };
  return measured >= in_quarters(least, sorted.size() < kManySamples ? 1 : 3) &&
         measured - load <= in_quarters(most, 6);
}

std::optional<BrokenRule> broken_base(const RetryMode& mode, const Samples& samples) {
  if (samples.transient_first.size() >= kManySamples) {
    const base::Duration measured = base_of(samples.transient_first);
    if (!is_base(samples.transient_first, samples.load, mode.least_transient_base, mode.transient_base)) {
      return BrokenRule{"R2", "the base delay after transient errors is about " + shown_time(measured)};
    }
  }
  if (samples.throttling_first.size() >= kFewSamples) {
    const base::Duration measured = base_of(samples.throttling_first);
    if (!is_base(samples.throttling_first, samples.load, mode.least_throttling_base, mode.throttling_base)) {
      return BrokenRule{"R3", "the base delay after throttling is about " + shown_time(measured)};
    }
  }
  return std::nullopt;
}

/// R5: full jitter, and the second gap may be twice the first.
std::optional<BrokenRule> broken_backoff(const Samples& samples) {
  for (const Gaps* const gaps : {&samples.transient_first, &samples.transient_second}) {
    if (gaps->size() >= kManySamples && percentile(*gaps, 10) * 2 > percentile(*gaps, 90)) {
      return BrokenRule{"R5", "nine tenths of the gaps exceed " + shown_time(percentile(*gaps, 10)) +
                                  " and one tenth " + shown_time(percentile(*gaps, 90)) + ": no full jitter"};
    }
  }
  if (samples.transient_first.size() >= kManySamples && samples.transient_second.size() >= kManySamples) {
    const base::Duration first = base_of(samples.transient_first);
    const base::Duration second = base_of(samples.transient_second);
    if (second * 10 < (first - samples.load) * 13 || (second - samples.load) * 10 > first * 35) {
      return BrokenRule{"R5",
                        "the longest gaps are " + shown_time(first) + ", then " + shown_time(second) + ": not doubled"};
    }
  }
  return std::nullopt;
}

std::optional<base::Duration> milliseconds_in(const std::string& text) {
  std::int64_t value = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool valid = problem == std::errc() && stop == text.data() + text.size() && value >= 0;
  // A hint of years is not added to a time.
  return valid ? std::optional(base::Duration(std::chrono::milliseconds(std::min<std::int64_t>(value, 86'400'000))))
               : std::nullopt;
}

/// R9: the hint is clamped to [t, t + 5 s], where t is at most the base doubled for each attempt.
std::optional<BrokenRule> broken_hint(const RetryMode& mode, const model::CaseRecord& record) {
  for (const auto& attempts : wire::requests_by_call(record)) {
    for (std::size_t i = 1; i < attempts.size(); ++i) {
      const model::Exchange& failure = record.exchanges[attempts[i - 1]];
      const std::string hint = hint_in(failure);
      if (hint.empty()) {
        continue;
      }
      const bool transient = retry_kind_of(failure) == RetryKind::kTransient;
      const base::Duration most(
          std::chrono::milliseconds((transient ? mode.transient_base : mode.throttling_base) << (i - 1)));
      const base::Duration wanted = mode.hints ? milliseconds_in(hint).value_or(0ms) : base::Duration(0);
      const base::Duration gap = gap_before(record, attempts, i);
      if (gap + kGrain < std::min(wanted, kClamp) || gap > std::max(most, std::min(wanted, most + kClamp)) + kSlowest) {
        return BrokenRule{"R9", "waited " + shown_time(gap) + " after x-amz-retry-after: " + hint};
      }
    }
  }
  return std::nullopt;
}

std::optional<BrokenRule> broken_rule(const RetryMode& mode, const model::CaseRecord& record) {
  if (auto broken = broken_by_counts(mode, record)) {
    return broken;
  }
  const Samples samples = samples_of(record);
  if (auto broken = broken_base(mode, samples)) {
    return broken;
  }
  if (auto broken = broken_backoff(samples)) {
    return broken;
  }
  return broken_hint(mode, record);
}

/// `keeps 2.1`, `keeps 2.0 and 2.1`, `neither: breaks R6 (call 19 retried …)`. The rule is that of `shown`.
std::string mode_in_words(const RetryMode& shown, const model::CaseRecord& record) {
  const bool old_kept = !broken_rule(kRetry20, record);
  const bool new_kept = !broken_rule(kRetry21, record);
  if (old_kept || new_kept) {
    return old_kept && new_kept ? "keeps 2.0 and 2.1" : old_kept ? "keeps 2.0" : "keeps 2.1";
  }
  const BrokenRule broken = *broken_rule(shown, record);
  return "neither: breaks " + broken.number + " (" + broken.how + ")";
}

model::Finding judge_retry_mode(const std::string& mode, const model::CaseRecord& record) {
  const RetryMode& wanted = mode == kRetry20.name ? kRetry20 : kRetry21;
  const std::string words = wire::requests_of(record).empty() ? "no request" : mode_in_words(wanted, record);
  if (mode.empty()) {
    return {true, "a known retry behavior", words, words};
  }
  const auto broken = broken_rule(wanted, record);
  model::Finding finding{!broken && !wire::requests_of(record).empty(), "Retry Behavior " + mode, words};
  if (broken && !words.starts_with("neither")) {
    finding.actual += ", breaks " + broken->number + " of " + mode + " (" + broken->how + ")";
  }
  return finding;
}

CheckPointer make_retry_mode(Settings& settings) {
  settings.shorthand("mode");
  const auto mode = settings.word("mode", "the mode to keep; without it the check never fails", {"2.0", "2.1"});
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(
      settings, [mode = mode.value_or("")](const model::CaseRecord& record) { return judge_retry_mode(mode, record); });
}

}  // namespace

void declare_retry_mode(std::vector<CheckKind>& kinds) {
  kinds.push_back({"retry-mode", "the Retry Behavior of the AWS SDKs that the client keeps, or the rule that it breaks",
                   "retry-mode: {mode: \"2.1\"}", make_retry_mode});
}

}  // namespace jobrig::judge
