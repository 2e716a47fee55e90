// Throttle: the token buckets of rules with `throttle:`. It uses the time that it is given and sends no response.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "model/exchange.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// Thread-safe. A bucket is one number: the time at which it will be full again ("virtual scheduling" of the generic
/// cell rate algorithm, ITU-T I.371). It needs no timer and no rounding.
class ThrottleBuckets {
 public:
  /// Takes a token from the rule's bucket for this key at `now` (virtual time since the start). Returns nothing on
  /// success, otherwise the time until a token is available.
  std::optional<base::Duration> take(std::uint32_t rule, const model::Throttle& throttle, const model::Key& key,
                                     base::Duration now);

  /// Refills the rule's bucket for this thing and job or, without a job, all buckets of the thing. Buckets shared with
  /// others are unchanged.
  void refill(std::uint32_t rule, const model::Throttle& throttle, const std::string& thing,
              const std::optional<std::string>& job);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, base::Duration> full_at_;  // by rule and key: when the bucket is full again
};

/// The response to a throttled request: 429 ThrottlingException with the hint that the scenario configures. `wait` is
/// virtual time, which runs at `rate`; the hint is in the client's real time.
model::ErrorAnswer throttled_answer(const model::Throttle& throttle, base::Duration wait, double rate);

}  // namespace jobrig::plan
