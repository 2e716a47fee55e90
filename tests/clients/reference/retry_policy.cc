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

bool may_pass(const Failure& failure, const RetryPolicy& policy) {
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

}  // namespace

std::optional<Milliseconds> wait_before(int next, const Failure& failure, const RetryPolicy& policy,
                                        std::mt19937& chance) {
  if (next > (policy.hot_loop ? kHotAttempts : policy.attempts) || !may_pass(failure, policy)) {
    return std::nullopt;
  }
  if (policy.hot_loop) {
    return Milliseconds(0);
  }
  const Milliseconds base = is_throttling(failure, policy) ? policy.base_throttling : policy.base_transient;
  const Milliseconds most = std::min(policy.longest, base * (policy.doubles_delay ? 1 << std::min(next - 2, 10) : 1));
  const long least = policy.equal_jitter ? most.count() / 2 : 0;
  const Milliseconds drawn(policy.jitter ? std::uniform_int_distribution<long>(least, most.count())(chance)
                                         : most.count());
  if (!policy.hints) {
    return drawn;
  }
  if (failure.hint) {
    const Milliseconds hint = policy.hint_in_seconds ? *failure.hint * 1000 : *failure.hint;
    return policy.clamps_hint ? std::clamp(hint, drawn, drawn + kLater) : std::max(drawn, hint);
  }
  return std::max(drawn, policy.after_in_millis ? failure.after / 1000 : failure.after);
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
