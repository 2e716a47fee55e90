// Rule switches: which rules of a planner apply now. The admin interface changes them while requests are planned. They
// do not belong to the scenario, which never changes, and they know no requests.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace jobrig::plan {

/// The state of one switch.
struct RuleSwitch {
  bool enabled = true;
  std::optional<base::Instant> until = {};  // in virtual time: it then changes back; absent: never

  friend bool operator==(const RuleSwitch&, const RuleSwitch&) = default;
};

/// Why a disabled rule does not match, for explanations.
std::string reason_against(const RuleSwitch& state);

/// Thread-safe. One word per rule, so a request takes no lock and sees each switch before or after a change.
class RuleSwitches {
 public:
  /// All rules are enabled.
  explicit RuleSwitches(std::size_t rules);

  [[nodiscard]] bool is_enabled(std::size_t rule, base::Instant now) const {
    const std::int64_t word = words_[rule].load(std::memory_order_relaxed);
    const bool enabled = (word & 1) != 0;
    return now.time_since_epoch().count() < (word >> 1) ? enabled : !enabled;
  }
  /// `until` is absent if the switch has changed back by `now`.
  [[nodiscard]] RuleSwitch at(std::size_t rule, base::Instant now) const;
  void set(std::size_t rule, const RuleSwitch& state);

 private:
  // The time until which it holds, in microseconds, and in the lowest bit whether the rule is enabled until then.
  std::vector<std::atomic<std::int64_t>> words_;
};

}  // namespace jobrig::plan
