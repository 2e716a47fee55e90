// ExecutionState: the current state of one job execution: the state in the scenario, changed by its steps, its timeouts
// and the device. It has no lock; the thing that owns it is locked while it is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "model/scenario.h"

namespace jobrig::state {

/// The state changes only when a function is called: everything that is due by the given virtual time is then applied,
/// with the time at which it was due. Not thread-safe. Borrows the execution of the scenario.
class ExecutionState {
 public:
  /// `index` is the number of the execution in the scenario; it is used to look up data that is created once per
  /// execution (the JSON of its document). Relative times count from `start`.
  ExecutionState(const model::Execution& written, std::size_t index, base::Instant start);

  /// Applies the timed steps and timeouts that are due at `now`, in order of time.
  void advance(base::Instant now);
  /// Like advance(), and counts one describe. An `on-describe` step that becomes due is applied before the response.
  void count_describe(base::Instant now);
  /// The device starts the execution: IN_PROGRESS, with new details if present. Requires QUEUED.
  void start(base::Instant now, const std::optional<model::Details>& details, std::optional<std::int64_t> step_minutes);
  /// Applies an update of the device. The caller has checked that the lifecycle allows it. `step_minutes` sets the
  /// timeout of the step again; -1 removes it.
  void update(base::Instant now, model::Status status, const std::optional<model::Details>& details,
              std::optional<std::int64_t> step_minutes);

  [[nodiscard]] const model::Execution& written() const { return *written_; }
  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] model::Status status() const { return status_; }
  [[nodiscard]] std::int64_t version_number() const { return version_number_; }
  [[nodiscard]] const model::Details& details() const { return own_details_ ? *own_details_ : *written_details_; }
  [[nodiscard]] base::Instant queued_at() const { return queued_at_; }
  [[nodiscard]] std::optional<base::Instant> started_at() const { return started_at_; }
  [[nodiscard]] base::Instant last_updated_at() const { return last_updated_at_; }
  /// The time of its timeout: the earlier of its own and that of the step. Nothing unless IN_PROGRESS.
  [[nodiscard]] std::optional<base::Instant> deadline() const;

 private:
  [[nodiscard]] const model::Transition* next_step() const;
  void take_step(base::Instant when);
  void become(model::Status status, base::Instant when);

  const model::Execution* written_;
  std::size_t index_;
  model::Status status_;
  std::int64_t version_number_;
  const model::Details* written_details_;        // details of the execution or of a step, in the scenario
  std::unique_ptr<model::Details> own_details_;  // details sent by the device, if any
  base::Instant queued_at_;
  std::optional<base::Instant> started_at_;
  base::Instant last_updated_at_;
  std::optional<base::Instant> step_deadline_;  // stepTimeoutInMinutes
  std::size_t steps_taken_ = 0;
  base::Instant step_since_;          // time of the previous step
  std::int64_t describes_since_ = 0;  // since the previous step
};

}  // namespace jobrig::state
