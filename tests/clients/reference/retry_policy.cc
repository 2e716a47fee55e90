#include "clients/reference/retry_policy.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace jobrig::reference {
namespace {

constexpr int kTooMany = 429;
constexpr std::array<std::string_view, 6> kThrottlingNames{"Throttling",           "ThrottlingException",
                                                           "ThrottledException",   "TooManyRequestsException",
                                                           "RequestLimitExceeded", "SlowDown"};
constexpr std::array kTransient{500, 502, 503, 504};
// The wait after x-amz-retry-after is at most this much longer than without it.
constexpr Milliseconds kLater{5'000};
constexpr int kHotAttempts = 100;

bool is_throttling(const Failure& failure, const RetryPolicy& policy) {
  const bool named =
      std::find(kThrottlingNames.begin(), kThrottlingNames.end(), failure.name) != kThrottlingNames.end();
  return failure.kind == "service" &&
         (failure.status == kTooMany ? policy.statuses_429 : named && policy.throttling_names);
}

bool may_pass(const Failure& failure, const RetryPolicy& policy, const Mutation& mutation) {
  const bool meant = mutation.target == failure.name || mutation.target == failure.kind ||
                     mutation.target == std::to_string(failure.status);
  if (mutation.place == "retry" && meant) {
    return mutation.how == "retried";
  }
  if (policy.every_failure) {
    return failure.kind != "validation";
  }
  if (failure.kind == "transport") {
    return policy.network;
  }
  if (failure.kind != "service") {
    return false;
  }
  const bool transient = std::find(kTransient.begin(), kTransient.end(), failure.status) != kTransient.end();
  return is_throttling(failure, policy) || (transient && policy.statuses_5xx) || failure.status == policy.also;
}

Milliseconds scaled(Milliseconds base, const std::string& gap) {
  return gap == "halved"     ? base / 2
         : gap == "doubled"  ? base * 2
         : gap == "as-tenth" ? base / 10
         : gap == "an-hour"  ? Milliseconds(3'600'000)
                             : base;
}

/// The hint as a mutant reads it.
Milliseconds hinted(Milliseconds hint, const Mutation& mutation) {
  const std::string how = mutation.is("retry", "hint") ? mutation.how : "";
  return how == "ignored"        ? Milliseconds(0)
         : how == "milliseconds" ? hint / 1000
         : how == "tenth"        ? hint / 10
         : how == "halved"       ? hint / 2
         : how == "doubled"      ? hint * 2
                                 : hint;
}

}  // namespace

std::optional<Milliseconds> wait_before(int next, const Failure& failure, const Policy& all, std::mt19937& chance) {
  const RetryPolicy& policy = all.retry;
  if (next > (policy.hot_loop ? kHotAttempts : policy.attempts) || !may_pass(failure, policy, all.mutation)) {
    return std::nullopt;
  }
  if (policy.hot_loop || (policy.first_at_once && next == 2 && !failure.hint && failure.after == Milliseconds(0))) {
    return Milliseconds(0);
  }
  const std::string gap = all.mutation.is("retry", "gap") ? all.mutation.how : "";
  if (gap == "none") {
    return Milliseconds(0);
  }
  const Milliseconds base =
      scaled(is_throttling(failure, policy) ? policy.base_throttling : policy.base_transient, gap);
  const bool doubles = policy.doubles_delay && gap != "constant";
  const Milliseconds most = std::min(policy.longest, base * (doubles ? 1 << std::min(next - 2, 10) : 1));
  const long least = policy.equal_jitter ? most.count() / 2 : 0;
  const Milliseconds drawn = gap == "in-step" ? most / 2
                             : policy.jitter && gap != "without-jitter"
                                 ? Milliseconds(std::uniform_int_distribution<long>(least, most.count())(chance))
                                 : most;
  if (!policy.hints || (all.mutation.is("retry", "hint") && all.mutation.how == "ignored")) {
    return drawn;
  }
  if (failure.hint) {
    const Milliseconds hint = hinted(policy.hint_in_seconds ? *failure.hint * 1000 : *failure.hint, all.mutation);
    return policy.clamps_hint ? std::clamp(hint, drawn, drawn + kLater) : std::max(drawn, hint);
  }
  return std::max(drawn, hinted(policy.after_in_millis ? failure.after / 1000 : failure.after, all.mutation));
}

bool RetryQuota::take(const Failure& failure) {
  const int cost = is_throttling(failure, policy_) ? policy_.cost_throttling : policy_.cost_transient;
  if (cost > left_) {
    return false;
  }
  left_ -= cost;
  last_ = cost;
  return true;
}

void RetryQuota::give_back(bool retried) {
  if (policy_.returns_tokens) {
    left_ = std::min(policy_.quota, left_ + (retried ? last_ : 1));
  }
}

}  // namespace jobrig::reference
