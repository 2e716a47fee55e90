#include "metrics/attempts.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>

#include "model/call_end.h"

namespace jobrig::metrics {
namespace {

std::uint64_t hash_of(const model::Decision& decision, std::uint64_t era) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;  // 2^64 divided by the golden ratio
  const std::hash<std::string> text;
  std::uint64_t hash = era;
  for (const std::string* const part : {&decision.key.thing, &decision.key.job, &decision.operation}) {
    hash = (hash ^ text(*part)) * kOdd;
    hash ^= hash >> 32U;
  }
  return hash;
}

}  // namespace

Attempt Attempts::note(const model::Exchange& exchange, std::uint64_t era) noexcept {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  const std::uint64_t hash = hash_of(exchange.decision, era);
  const auto key = static_cast<std::uint32_t>(hash >> 32U);
  Set& set = sets_[static_cast<std::uint32_t>(hash) % sets_.size()];
  auto* slot = std::find_if(set.begin(), set.end(), [key](const Slot& one) {
    return one.attempts.load(kRelaxed) > 0 && one.key.load(kRelaxed) == key;
  });
  Attempt attempt;
  attempt.is_last = model::ends_call(exchange);
  if (slot != set.end()) {
    const base::Monotonic before{std::chrono::nanoseconds(slot->ended.load(kRelaxed))};
    const auto gap = std::chrono::duration_cast<base::Duration>(exchange.request_whole - before);
    if (exchange.decision.ordinal > 0 && gap < model::kMaxAttemptGap) {
      attempt.number = slot->attempts.load(kRelaxed) + 1;
      attempt.gap = std::max(gap, base::Duration::zero());
    }
  } else if (!attempt.is_last) {
    // A free slot, or that of the oldest attempt.
    slot = std::min_element(set.begin(), set.end(), [](const Slot& one, const Slot& other) {
      const auto age = [](const Slot& of) { return of.attempts.load(kRelaxed) == 0 ? 0 : of.ended.load(kRelaxed); };
      return age(one) < age(other);
    });
  }
  if (slot != set.end()) {
    slot->key.store(key, kRelaxed);
    slot->ended.store(exchange.ended.time_since_epoch().count(), kRelaxed);
    slot->attempts.store(attempt.is_last ? 0 : attempt.number, kRelaxed);
  }
  return attempt;
}

}  // namespace jobrig::metrics
