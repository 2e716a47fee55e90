#include "life_cycles/course.h"

#include <algorithm>

#include "base/deadline.h"

namespace jobrig::life_cycles {

void Course::asked(std::size_t agent, base::Monotonic now) {
  if (asked_.insert(agent).second && asked_.size() == cycle_.things.size()) {
    all_asked_ = now;
  }
}

void Course::changed(const ChangeRecord& change) { changes_.push_back(change); }

std::optional<Course::Met> Course::condition_of(const Step& step) const {
  if (step.asked) {
    return asked_.size() == cycle_.things.size() ? std::optional(Met{all_asked_, {}}) : std::nullopt;
  }
  if (!step.status) {
    return Met{since_, {}};
  }
  const auto found = std::find_if(changes_.begin(), changes_.end(), [&](const ChangeRecord& change) {
    return change.status == *step.status && (step.job.empty() || step.job == change.execution.job);
  });
  return found == changes_.end() ? std::nullopt : std::optional(Met{found->when, found->agent});
}

std::optional<base::Monotonic> Course::next_due() const {
  if (is_over()) {
    return std::nullopt;
  }
  const Step& step = cycle_.course[next_];
  const auto met = condition_of(step);
  return met ? std::optional(base::deadline(std::max(met->when, since_), step.after)) : std::nullopt;
}

std::optional<Course::Due> Course::due(base::Monotonic now) const {
  const auto when = next_due();
  if (!when || *when > now) {
    return std::nullopt;
  }
  const Step& step = cycle_.course[next_];
  return Due{&step, condition_of(step)->agent};
}

std::optional<Course::Due> Course::take_due(base::Monotonic now) {
  const auto found = due(now);
  if (found) {
    ++next_;
    since_ = now;
  }
  return found;
}

}  // namespace jobrig::life_cycles
