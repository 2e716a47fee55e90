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
  return (failure.status == kTooMany && policy.statuses_429) || (transient && policy.statuses_5xx) ||
         failure.status == policy.also;
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
  if (policy.hot_loop || (policy.first_at_once && next == 2 && failure.hint == Milliseconds(0))) {
    return Milliseconds(0);
  }
  const std::string gap = all.mutation.is("retry", "gap") ? all.mutation.how : "";
  if (gap == "none") {
    return Milliseconds(0);
  }
  const Milliseconds base = failure.status == kTooMany ? policy.base_throttling : policy.base_transient;
  const Milliseconds most =
      std::min(policy.longest, scaled(base, gap) * (1 << (gap == "constant" ? 0 : std::min(next - 2, 10))));
  const Milliseconds drawn = gap == "in-step" ? most / 2
                             : policy.jitter && gap != "without-jitter"
                                 ? Milliseconds(std::uniform_int_distribution<long>(0, most.count())(chance))
                                 : most;
  const Milliseconds hint = hinted(failure.hint, all.mutation);
  return policy.hints && hint > Milliseconds(0) ? std::clamp(drawn, hint, hint + kLater) : drawn;
}

}  // namespace jobrig::reference
