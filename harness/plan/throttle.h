// Throttle: the token buckets of the rules that say `throttle:`. It decides by the time that it is told, and answers
// nothing itself.
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

/// Thread-safe. A bucket is one number, the moment at which it will be full again ("virtual scheduling" of the generic
/// cell rate algorithm, ITU-T I.371): no timer fills it, and nothing is rounded.
class ThrottleBuckets {
 public:
  /// Takes a token of the rule's bucket for that key at `now` (virtual time since the start). Nothing when there was
  /// one; else how long it is until there will be one.
  std::optional<base::Duration> take(std::uint32_t rule, const model::Throttle& throttle, const model::Key& key,
                                     base::Duration now);

  /// Fills the rule's bucket of that thing and job, or, without a job, all of the thing's. One that others share stays
  /// as it is.
  void refill(std::uint32_t rule, const model::Throttle& throttle, const std::string& thing,
              const std::optional<std::string>& job);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, base::Duration> full_at_;  // by rule and key
};

/// The answer to a throttled request: 429 ThrottlingException with the hint that the scenario asks for. `wait` is
/// virtual time, which goes by at `rate`; the client waits in its own.
model::ErrorAnswer throttled_answer(const model::Throttle& throttle, base::Duration wait, double rate);

}  // namespace jobrig::plan
