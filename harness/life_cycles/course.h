// Course: which step of a life cycle is due. It is told what happens and what time it is, and does nothing itself.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "life_cycles/life_cycle.h"
#include "life_cycles/record.h"

namespace jobrig::life_cycles {

/// Borrows the life cycle. Not thread-safe.
class Course {
 public:
  Course(const LifeCycle& cycle, base::Monotonic now) : cycle_(cycle), since_(now) {}

  /// An agent asked for work.
  void asked(std::size_t agent, base::Monotonic now);
  /// An execution has changed.
  void changed(const ChangeRecord& change);

  /// The step that is due, which is then over. `agent`: whose execution it waited for; absent: all agents.
  struct Due {
    const Step* step = nullptr;
    std::optional<std::size_t> agent{};
  };
  std::optional<Due> take_due(base::Monotonic now);
  /// Whether a step with this act is due, without taking it.
  [[nodiscard]] std::optional<Due> due(base::Monotonic now) const;
  /// When a step will be due if nothing happens; absent: never.
  [[nodiscard]] std::optional<base::Monotonic> next_due() const;
  [[nodiscard]] bool is_over() const { return next_ == cycle_.course.size(); }

 private:
  /// When the step's condition was met first, and by whom.
  struct Met {
    base::Monotonic when{};
    std::optional<std::size_t> agent{};
  };
  [[nodiscard]] std::optional<Met> condition_of(const Step& step) const;

  const LifeCycle& cycle_;
  std::size_t next_ = 0;
  base::Monotonic since_;  // the step before was over, or the start
  std::set<std::size_t> asked_;
  base::Monotonic all_asked_{};
  std::vector<ChangeRecord> changes_;
};

}  // namespace jobrig::life_cycles
