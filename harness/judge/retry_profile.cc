// retry-profile: recognises how a client retries and names it. It never fails: the profile is reported as observed.
//   retry-profile: {}
//   retry-profile: {call: 1}
// legacy: 5 attempts, standard: 3, 2026: 3 and x-amz-retry-after is honoured (AWS SDKs and Tools Reference Guide,
// "Retry behavior"), none: 1. The profile is recognised only if every response is a failure. standard and 2026 are
// distinguished only if a hint was sent.
#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "judge/make_check.h"
#include "judge/time_words.h"
#include "wire/attempts.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

using namespace std::chrono_literals;

constexpr int kFirstFailure = 300;
// The tolerance of the 2026 profile after a hint, and the tolerance for early timers.
constexpr base::Duration kLatest = 5s;
constexpr base::Duration kTimerGrain = 5ms;

/// The value of x-amz-retry-after in a response. Its unit is milliseconds.
std::optional<base::Duration> hint_of(const model::Exchange& exchange) {
  // A response head has the syntax of a request head except for its first line.
  const wire::Request answer = wire::read_request(wire::without_informational(exchange.answer));
  const std::string_view value = answer.header("x-amz-retry-after");
  std::int64_t milliseconds = 0;
  const auto [stop, problem] = std::from_chars(value.data(), value.data() + value.size(), milliseconds);
  const bool readable = !value.empty() && problem == std::errc() && stop == value.data() + value.size();
  return readable && milliseconds >= 0 ? std::optional(base::Duration(std::chrono::milliseconds(milliseconds)))
                                       : std::nullopt;
}

/// Whether all hints were honoured. Nothing when no hint was sent before a retry.
std::optional<bool> hints_honoured(const model::CaseRecord& record, const std::vector<std::size_t>& attempts) {
  std::optional<bool> honoured;
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    const model::Exchange& last = record.exchanges[attempts[i - 1]];
    if (const auto hint = hint_of(last)) {
      const base::Duration gap = between(wire::answered_at(last), wire::arrival_of(record.exchanges[attempts[i]]));
      honoured = honoured.value_or(true) && gap + kTimerGrain >= *hint && gap <= *hint + kLatest;
    }
  }
  return honoured;
}

std::string profile_of(std::size_t attempts, std::optional<bool> honoured) {
  constexpr std::size_t kStandard = 3;
  constexpr std::size_t kLegacy = 5;
  if (attempts == 1) {
    return "does not retry (profile none)";
  }
  if (attempts == kLegacy) {
    return "retries like the legacy profile";
  }
  if (attempts != kStandard) {
    return "retries in a custom way";
  }
  if (!honoured) {
    return "retries like the standard or the 2026 profile";
  }
  return *honoured ? "retries like the 2026 profile" : "retries like the standard profile";
}

std::string gaps_in_words(const model::CaseRecord& record, const std::vector<std::size_t>& attempts) {
  std::string words;
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    const auto gap =
        between(wire::answered_at(record.exchanges[attempts[i - 1]]), wire::arrival_of(record.exchanges[attempts[i]]));
    words += (words.empty() ? ", gaps " : ", ") + shown_time(gap);
  }
  return words;
}

model::Finding judge_retry_profile(std::optional<std::size_t> call, const model::CaseRecord& record) {
  const std::vector<std::size_t> attempts = wire::requests_of(record, call.value_or(1));
  model::Finding finding{true, "a known retry behavior", count_in_words(attempts.size(), "attempt"), "", attempts};
  if (attempts.empty()) {
    return finding;
  }
  const int last = record.exchanges[attempts.back()].status;
  const bool failed_to_the_end = last == 0 || last >= kFirstFailure;
  const std::string profile = failed_to_the_end ? profile_of(attempts.size(), hints_honoured(record, attempts))
                                                : "got a success before it gave up";
  finding.observed = profile + ": " + finding.actual + gaps_in_words(record, attempts);
  return finding;
}

CheckPointer make_retry_profile(Settings& settings) {
  const auto call = settings.call("the call; the first when it is not given");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings, [call](const model::CaseRecord& record) { return judge_retry_profile(call, record); });
}

}  // namespace

void declare_retry_profile(std::vector<CheckKind>& kinds) {
  kinds.push_back(
      {"retry-profile", "reports the retry behavior; never fails", "retry-profile: {}", make_retry_profile});
}

}  // namespace jobrig::judge
