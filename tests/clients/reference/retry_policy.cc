#include "clients/reference/retry_policy.h"

#include <algorithm>
#include <array>

namespace jobrig::reference {
namespace {

constexpr int kTooMany = 429;
constexpr std::array kTransient{500, 502, 503, 504};
// The wait is at most this much longer than the hint.
constexpr Milliseconds kLater{5'000};
constexpr int kHotAttempts = 100;

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
  return (failure.status == kTooMany && policy.statuses_429) || (transient && policy.statuses_5xx) ||
         failure.status == policy.also;
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
  const Milliseconds base = failure.status == kTooMany ? policy.base_throttling : policy.base_transient;
  const Milliseconds most = std::min(policy.longest, base * (1 << std::min(next - 2, 10)));
  const Milliseconds drawn(policy.jitter ? std::uniform_int_distribution<long>(0, most.count())(chance) : most.count());
  return policy.hints && failure.hint > Milliseconds(0) ? std::clamp(drawn, failure.hint, failure.hint + kLater)
                                                        : drawn;
}

}  // namespace jobrig::reference
