// ThingState: one thing with the executions of its jobs, and the questions the data plane asks about them. It answers
// with executions, never with JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/scenario.h"
#include "state/execution.h"

namespace jobrig::state {

/// A job of one thing; its executions in the order of their numbers.
struct JobState {
  std::string id;
  const model::Job* written;
  std::vector<ExecutionState> executions;
};

/// An execution that was asked for, with the thing locked as long as this lives: keep it only while the answer is
/// written. `execution` is null when there is none.
struct Selection {
  std::unique_lock<std::mutex> lock;
  const JobState* job = nullptr;
  const ExecutionState* execution = nullptr;
};

/// What a device reports (UpdateJobExecution).
struct Update {
  model::Status status = model::Status::kInProgress;
  std::optional<model::Details> details;         // absent: kept
  std::optional<std::int64_t> expected_version;  // absent: any
  std::optional<std::int64_t> number;            // absent: the latest
  std::optional<std::int64_t> step_minutes;      // -1 takes the step time-out back
};

enum class UpdateOutcome : std::uint8_t { kDone, kNoExecution, kWrongVersion, kIllegalTransition };

struct Updated {
  UpdateOutcome outcome;
  Selection selection;  // the execution as it is now, changed or not
};

/// What is pending, in the order `$next` would give it. The thing is locked as long as this lives.
struct Pending {
  std::unique_lock<std::mutex> lock;
  std::vector<Selection> in_progress;  // these hold no lock of their own
  std::vector<Selection> queued;
};

/// Thread-safe: a lock for each thing, held for the length of one question and its answer. Each question first lets
/// happen what has become due by `now`.
class ThingState {
 public:
  /// `number` is what the thing's range took, for job names with `{n}`. `first_index` numbers the executions.
  ThingState(std::string name, const model::Thing& written, std::uint64_t number, std::size_t first_index,
             base::Instant start);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The position of a job, for the questions below; never changes.
  [[nodiscard]] std::optional<std::size_t> find_job(std::string_view id) const;

  /// The execution of that number, or the latest (the highest number) when there is none; counts a describe.
  Selection describe(std::size_t job, std::optional<std::int64_t> number, base::Instant now);
  /// What `$next` stands for: any IN_PROGRESS before QUEUED ones, then the oldest queuedAt, then the order written
  /// (AWS IoT API Reference, DescribeJobExecution, jobId). Counts a describe of the one it finds.
  Selection describe_next(base::Instant now);
  /// `$next`, taken up when it is QUEUED; one that is IN_PROGRESS is given as it is (API Reference,
  /// StartNextPendingJobExecution).
  Selection start_next(base::Instant now, const std::optional<model::Details>& details,
                       std::optional<std::int64_t> step_minutes);
  Updated update(std::size_t job, const Update& update, base::Instant now);
  Pending pending(base::Instant now);

  /// As if the scenario had begun at `now` for this job, or for all of them.
  void reset(std::optional<std::size_t> job, base::Instant now);

 private:
  struct Slot {
    JobState* job;
    ExecutionState* execution;
  };

  void advance_all(base::Instant now);
  [[nodiscard]] Slot next_pending();
  [[nodiscard]] Slot find(std::size_t job, std::optional<std::int64_t> number);

  std::mutex mutex_;  // over all that follows but the names
  std::string name_;
  std::vector<JobState> jobs_;  // in the order written
};

}  // namespace jobrig::state
