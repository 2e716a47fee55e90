// Step choice: selects the entry of a list such as `tls:` or `connections:` for a new connection. It does not know what
// the entries say.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/scenario.h"
#include "state/virtual_clock.h"

namespace jobrig::plan {

/// Thread-safe. Borrows all arguments, which must outlive it. A step has `during` and `times`.
template <typename Step>
class StepChoice {
 public:
  StepChoice(const std::vector<Step>& steps, const state::VirtualClock& clock)
      : steps_(steps), clock_(clock), used_(steps.size()) {}

  /// Counts a connection. Returns the index of the first entry whose window is open and that is not used up, or the
  /// number of entries.
  std::size_t next() {
    return find([this](std::size_t i) { return used_[i].fetch_add(1, std::memory_order_relaxed); });
  }
  /// The entry of the next connection. Counts nothing.
  [[nodiscard]] std::size_t peek() const {
    return find([this](std::size_t i) { return used_[i].load(std::memory_order_relaxed); });
  }

 private:
  template <typename Uses>
  std::size_t find(Uses uses) const {
    if (steps_.empty()) {
      return 0;
    }
    const base::Duration since_start = clock_.now() - clock_.start();
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const auto& window = steps_[i].during;
      const bool open = !window || (since_start >= window->from && (!window->to || since_start < *window->to));
      if (open && (steps_[i].times == 0 || uses(i) < steps_[i].times)) {
        return i;
      }
    }
    return steps_.size();
  }

  const std::vector<Step>& steps_;
  const state::VirtualClock& clock_;
  std::vector<std::atomic<std::int64_t>> used_;
};

}  // namespace jobrig::plan
