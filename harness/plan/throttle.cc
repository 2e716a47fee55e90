#include "plan/throttle.h"

#include <algorithm>
#include <cmath>

namespace jobrig::plan {
namespace {

// Names contain no `/`, which makes bucket names unique.
std::string bucket_of(std::uint32_t rule, model::Throttle::By by, const model::Key& key) {
  std::string name = std::to_string(rule);
  if (by != model::Throttle::By::kServer) {
    name += "/" + key.thing;
  }
  if (by == model::Throttle::By::kJob) {
    name += "/" + key.job;
  }
  return name;
}

// Rounded up. At rate 0 the clock stands still and no real time is correct: returns the virtual time, which is the time
// that a test sets.
base::Duration in_time_of_client(base::Duration wait, double rate) {
  return rate > 0 ? base::Duration(std::llround(std::ceil(static_cast<double>(wait.count()) / rate))) : wait;
}

}  // namespace

std::optional<base::Duration> ThrottleBuckets::take(std::uint32_t rule, const model::Throttle& throttle,
                                                    const model::Key& key, base::Duration now) {
  const std::lock_guard lock(mutex_);
  base::Duration& full_at = full_at_.try_emplace(bucket_of(rule, throttle.by, key), now).first->second;
  const base::Duration from = std::max(full_at, now);
  // A token is available if the bucket will be full within burst - 1 intervals.
  const base::Duration free_at = from - throttle.interval * (throttle.burst - 1);
  if (free_at > now) {
    return free_at - now;
  }
  full_at = from + throttle.interval;
  return std::nullopt;
}

void ThrottleBuckets::refill(std::uint32_t rule, const model::Throttle& throttle, const std::string& thing,
                             const std::optional<std::string>& job) {
  const std::lock_guard lock(mutex_);
  if (job) {
    if (throttle.by == model::Throttle::By::kJob) {
      full_at_.erase(bucket_of(rule, throttle.by, {thing, *job}));
    }
  } else if (throttle.by != model::Throttle::By::kServer) {
    const std::string own = bucket_of(rule, model::Throttle::By::kThing, {thing, ""});
    std::erase_if(full_at_,
                  [&](const auto& entry) { return entry.first == own || entry.first.starts_with(own + "/"); });
  }
}

model::ErrorAnswer throttled_answer(const model::Throttle& throttle, base::Duration wait, double rate) {
  model::ErrorAnswer error;
  error.name = "ThrottlingException";
  switch (throttle.hint) {
    case model::Throttle::Hint::kTruthful:
      error.retry_after = error.amz_retry_after = in_time_of_client(wait, rate);
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
