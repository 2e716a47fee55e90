// Held queue: items that wait for the end of a pause, in real time or in the time of a scenario. It has no timer: the
// owner asks for the next moment and for what is due.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/deadline.h"
#include "model/script.h"

namespace jobrig::mqtt_faults {

/// Not thread-safe.
template <typename Item>
class HeldQueue {
 public:
  void hold(Item item, const model::Pause& pause, base::Monotonic now, base::Instant scenario_now) {
    if (pause.virtual_time) {
      const auto length = std::chrono::duration_cast<base::Duration>(pause.length);
      in_scenario_time_.emplace(std::min(base::deadline(scenario_now, length), base::kEndOfTime), std::move(item));
    } else {
      in_real_time_.emplace(base::deadline(now, pause.length), std::move(item));
    }
  }

  /// What is due, in the order in which it became due. Removes it.
  std::vector<Item> take_due(base::Monotonic now, base::Instant scenario_now) {
    std::vector<Item> due;
    take(in_real_time_, now, due);
    take(in_scenario_time_, scenario_now, due);
    return due;
  }

  /// Removes the items for which the condition holds, and returns them.
  template <typename Condition>
  std::vector<Item> take_if(Condition condition) {
    std::vector<Item> taken;
    const auto take_from = [&](auto& items) {
      std::erase_if(items, [&](auto& one) {
        const bool goes = condition(one.second);
        if (goes) {
          taken.push_back(std::move(one.second));
        }
        return goes;
      });
    };
    take_from(in_real_time_);
    take_from(in_scenario_time_);
    return taken;
  }

  /// `clock`: has `when(Instant)`, as base::Clock.
  template <typename ScenarioClock>
  [[nodiscard]] std::optional<base::Monotonic> next_due(const ScenarioClock& clock) const {
    std::optional<base::Monotonic> next;
    if (!in_real_time_.empty()) {
      next = in_real_time_.begin()->first;
    }
    if (!in_scenario_time_.empty()) {
      const base::Monotonic moment = clock.when(in_scenario_time_.begin()->first);
      next = next ? std::min(*next, moment) : moment;
    }
    return next;
  }

  [[nodiscard]] std::size_t size() const { return in_real_time_.size() + in_scenario_time_.size(); }

 private:
  template <typename Moment>
  static void take(std::multimap<Moment, Item>& items, Moment now, std::vector<Item>& due) {
    const auto end = items.upper_bound(now);
    for (auto one = items.begin(); one != end; ++one) {
      due.push_back(std::move(one->second));
    }
    items.erase(items.begin(), end);
  }

  std::multimap<base::Monotonic, Item> in_real_time_;
  std::multimap<base::Instant, Item> in_scenario_time_;
};

}  // namespace jobrig::mqtt_faults
