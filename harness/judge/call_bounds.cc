#include "judge/call_bounds.h"

#include <algorithm>
#include <limits>

namespace jobrig::judge {
namespace {

constexpr std::uint64_t kRequestsPerAttempt = 100;

}  // namespace

CallBounds bounds_of(const model::ConformanceCase& conformance_case, const model::CaseCall& call,
                     const model::ClientLimits& limits) {
  if (conformance_case.exact_deadline) {
    return {conformance_case.deadline, conformance_case.deadline, std::numeric_limits<std::uint64_t>::max()};
  }
  const auto attempts = limits.attempts.value_or(kDefaultAttempts);
  const base::Duration attempt = limits.attempt.value_or(kDefaultAttemptTimeout);
  CallBounds bounds;
  bounds.silence = std::max(conformance_case.deadline, attempt + kLongestPause);
  bounds.total = std::max(conformance_case.deadline, attempts * bounds.silence);
  bounds.requests = static_cast<std::uint64_t>(attempts) * kRequestsPerAttempt;
  if (limits.total) {
    bounds.total = std::max(conformance_case.deadline, *limits.total + attempt);
    bounds.silence = bounds.total;
  }
  if (call.polling) {
    bounds.silence += call.polling->every;
    bounds.total = call.polling->at_most * (bounds.total + call.polling->every);
    bounds.requests *= static_cast<std::uint64_t>(call.polling->at_most);
  }
  return bounds;
}

base::Duration deadline_of(const model::ConformanceCase& conformance_case, const model::ClientLimits& limits) {
  base::Duration longest{0};
  for (const model::CaseCall& call : conformance_case.calls) {
    longest = std::max(longest, bounds_of(conformance_case, call, limits).silence);
  }
  return longest;
}

}  // namespace jobrig::judge
