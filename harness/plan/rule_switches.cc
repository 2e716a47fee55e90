#include "plan/rule_switches.h"

#include <algorithm>
#include <limits>

#include "base/units.h"

namespace jobrig::plan {
namespace {

constexpr std::int64_t kForGood = std::numeric_limits<std::int64_t>::max() >> 1;

std::int64_t packed(std::int64_t until, bool enabled) { return until * 2 + (enabled ? 1 : 0); }

}  // namespace

std::string reason_against(const RuleSwitch& state) {
  return "it is disabled" + (state.until ? " until " + base::format_instant(*state.until) : std::string());
}

RuleSwitches::RuleSwitches(std::size_t rules) : words_(rules) {
  for (std::atomic<std::int64_t>& word : words_) {
    word.store(packed(kForGood, true), std::memory_order_relaxed);
  }
}

RuleSwitch RuleSwitches::at(std::size_t rule, base::Instant now) const {
  const std::int64_t word = words_[rule].load(std::memory_order_relaxed);
  const std::int64_t until = word >> 1;
  const bool enabled = (word & 1) != 0;
  if (now.time_since_epoch().count() >= until) {
    return {!enabled};
  }
  return until == kForGood ? RuleSwitch{enabled} : RuleSwitch{enabled, base::Instant(base::Instant::duration(until))};
}

void RuleSwitches::set(std::size_t rule, const RuleSwitch& state) {
  const std::int64_t until = state.until ? state.until->time_since_epoch().count() : kForGood;
  words_[rule].store(packed(std::min(until, kForGood), state.enabled), std::memory_order_relaxed);
}

}  // namespace jobrig::plan
