// Throttle: token buckets of rules with `throttle:`. It uses the time that it is given and sends no response.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "model/exchange.h"
#include "model/scenario.h"
#include "plan/key_states.h"

namespace jobrig::plan {

/// Takes a token from a bucket at `now` (virtual time since the start). A bucket is one number: the time at which it
/// will be full again ("virtual scheduling" of the generic cell rate algorithm, ITU-T I.371). It needs no timer and no
/// rounding. Returns nothing on success, otherwise the time until a token is available.
std::optional<base::Duration> take_token(base::Duration& full_at, const model::Throttle& throttle, base::Duration now);

/// The buckets shared by all keys. Thread-safe.
class SharedBuckets {
 public:
  std::optional<base::Duration> take(std::uint32_t rule, const model::Throttle& throttle, base::Duration now);

 private:
  std::mutex mutex_;
  Cursors buckets_;  // guarded by mutex_; at most one per rule
};

/// The response to a throttled request: 429 ThrottlingException with the hint that the scenario configures. `wait` is
/// virtual time, which runs at `rate`; the hint is in the client's real time. Nobody knows when one of the concurrent
/// requests ends, so there is no wait then, and no truthful hint.
model::ErrorAnswer throttled_answer(const model::Throttle& throttle, std::optional<base::Duration> wait, double rate);

}  // namespace jobrig::plan
