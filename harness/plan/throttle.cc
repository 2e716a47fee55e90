#include "plan/throttle.h"

#include <algorithm>
#include <cmath>

namespace jobrig::plan {
namespace {

// Rounded up. At rate 0 the clock stands still and no real time is correct: returns the virtual time, which is the time
// that a test sets.
base::Duration in_time_of_client(base::Duration wait, double rate) {
  if (rate <= 0) {
    return wait;
  }
  const double length = std::ceil(static_cast<double>(wait.count()) / rate);
  return length < static_cast<double>(base::Duration::max().count()) ? base::Duration(std::llround(length))
                                                                     : base::Duration::max();
}

}  // namespace

std::optional<base::Duration> take_token(base::Duration& full_at, const model::Throttle& throttle, base::Duration now) {
  const base::Duration from = std::max(full_at, now);
  // A token is available if the bucket will be full within burst - 1 intervals.
  const base::Duration free_at = from - throttle.interval * (throttle.burst - 1);
  if (free_at > now) {
    return free_at - now;
  }
  full_at = from + throttle.interval;
  return std::nullopt;
}

std::optional<base::Duration> SharedBuckets::take(std::uint32_t rule, const model::Throttle& throttle,
                                                  base::Duration now) {
  const std::lock_guard lock(mutex_);
  return take_token(cursor_of(buckets_, rule).full_at, throttle, now);
}

model::ErrorAnswer throttled_answer(const model::Throttle& throttle, std::optional<base::Duration> wait, double rate) {
  model::ErrorAnswer error;
  error.name = "ThrottlingException";
  switch (throttle.hint) {
    case model::Throttle::Hint::kTruthful:
      if (wait) {
        error.retry_after = error.amz_retry_after = in_time_of_client(*wait, rate);
      }
      break;
    case model::Throttle::Hint::kNone:
      break;
    case model::Throttle::Hint::kLying:
      error.retry_after = throttle.lie;
      break;
  }
  return error;
}

}  // namespace jobrig::plan
