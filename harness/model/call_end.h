// Call end: whether a client has a reason to repeat a request after its response. A client sends one call as one or
// more attempts; a server sees only the attempts. It knows neither calls nor times.
#pragma once

#include <chrono>

#include "model/exchange.h"

namespace jobrig::model {

/// False if clients usually repeat the request: there was no complete response, or it had the status 408, 429 or 5xx.
bool ends_call(const Exchange& exchange);

/// A request that comes later than this after a failed one begins a new call.
inline constexpr std::chrono::minutes kMaxAttemptGap{15};

}  // namespace jobrig::model
