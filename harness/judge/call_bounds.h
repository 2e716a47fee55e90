// Call bounds: how long a client may take for one call: the only place that computes deadlines. Pure. It stops nothing.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "model/client_limits.h"
#include "model/conformance_case.h"

namespace jobrig::judge {

// What a client may need that declares no limits. The longest pause is that of AWS SDKs (AWS SDKs and Tools Reference
// Guide, Retry behavior: "a maximum backoff time of 20 seconds").
inline constexpr std::int64_t kDefaultAttempts = 10;
inline constexpr base::Duration kDefaultAttemptTimeout = std::chrono::seconds(10);
inline constexpr base::Duration kLongestPause = std::chrono::seconds(20);

/// A call that exceeds one of them has timed out.
struct CallBounds {
  base::Duration silence{0};   // since the last request or the end of its exchange
  base::Duration total{0};     // since the call began
  std::uint64_t requests = 0;  // sent; only a client without a limit of its attempts sends so many
};

///   silence    one attempt and the longest pause: 30 s by default; `total` if the client declares its total
///   total      what the client declares and one attempt, else `silence` for each attempt: 5 min by default
///   requests   100 for each attempt
/// A case can grant more silence with `deadline`. Polling multiplies total and requests. With an exact deadline all
/// calls of the case share that time instead.
CallBounds bounds_of(const model::ConformanceCase& conformance_case, const model::CaseCall& call,
                     const model::ClientLimits& limits);

/// What reports show as the deadline of the case: the exact one, or the longest silence of its calls.
base::Duration deadline_of(const model::ConformanceCase& conformance_case, const model::ClientLimits& limits);

}  // namespace jobrig::judge
