// ExecutionState: one job execution as it is now: the scenario's words, moved on by its script of steps, its time-outs
// and the device. It knows no thing, no job and no lock: the thing that owns it holds one while it is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "model/scenario.h"

namespace jobrig::state {

/// Moves only when it is asked: whatever has become due by the asking's virtual time happens then, each thing at
/// the moment it was due. Not thread-safe. Borrows the scenario's execution.
class ExecutionState {
 public:
  /// `index` counts the executions that the scenario writes, so that what is made once for each (its document's
  /// JSON) is found without a search. `start` is what relative times count from.
  ExecutionState(const model::Execution& written, std::size_t index, base::Instant start);

  /// Lets happen what is due at `now`: timed steps and time-outs, in the order of their moments.
  void advance(base::Instant now);
  /// The same, and counts one describe: an `on-describe` step whose turn it is comes before the answer.
  void count_describe(base::Instant now);
  /// The device takes it up: IN_PROGRESS, with new details if there are any. Only for one that is QUEUED.
  void start(base::Instant now, const std::optional<model::Details>& details, std::optional<std::int64_t> step_minutes);
  /// The device's report; the caller has checked that the lifecycle allows it. `step_minutes`: -1 takes the step
  /// time-out back, another number sets it anew.
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
  /// When it would time out: the earlier of its own time-out and the step's; nothing unless it is IN_PROGRESS.
  [[nodiscard]] std::optional<base::Instant> deadline() const;

 private:
  [[nodiscard]] const model::Transition* next_step() const;
  void take_step(base::Instant when);
  void become(model::Status status, base::Instant when);

  const model::Execution* written_;
  std::size_t index_;
  model::Status status_;
  std::int64_t version_number_;
  const model::Details* written_details_;        // the execution's or a step's, in the scenario
  std::unique_ptr<model::Details> own_details_;  // what the device sent, once it has
  base::Instant queued_at_;
  std::optional<base::Instant> started_at_;
  base::Instant last_updated_at_;
  std::optional<base::Instant> step_deadline_;  // stepTimeoutInMinutes
  std::size_t steps_taken_ = 0;
  base::Instant step_since_;          // when the step before was taken
  std::int64_t describes_since_ = 0;  // since the step before
};

}  // namespace jobrig::state
