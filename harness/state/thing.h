// ThingState: one thing with the executions of its jobs, and the operations of the data plane on them. It returns
// executions and builds no JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/scenario.h"
#include "state/drawn_execution.h"
#include "state/execution.h"
#include "state/written_things.h"

namespace jobrig::state {

/// A job of one thing. Its executions are sorted by number. They may be made at their first use.
struct JobState {
  std::string id;
  const model::Job* written;  // never null
  std::vector<ExecutionState> executions;
};

/// An execution together with the lock of its thing. Keep it only while building the response. `execution` is null if
/// there is none.
struct Selection {
  std::unique_lock<std::mutex> lock;
  const JobState* job = nullptr;
  const ExecutionState* execution = nullptr;
  std::uint64_t revision = 0;  // of the thing: while it is the same, so is every execution, apart from its counts
};

/// The update that a device sends (UpdateJobExecution).
struct Update {
  model::Status status = model::Status::kInProgress;
  std::optional<model::Details> details;         // absent: unchanged
  std::optional<std::int64_t> expected_version;  // absent: any
  std::optional<std::int64_t> number;            // absent: the latest
  std::optional<std::int64_t> step_minutes;      // -1 removes the timeout of the step
};

enum class UpdateOutcome : std::uint8_t { kDone, kNoExecution, kWrongVersion, kIllegalTransition };

/// A change that the service makes, not the device. It needs a member.
struct ServiceChange {
  std::optional<model::Status> status;  // these are unchanged if absent
  std::optional<model::Details> details;
  std::optional<std::string> document;
  bool remove = false;
};

/// What became of executions when another scenario took the place of the one before.
struct ReplacedExecutions {
  std::size_t kept = 0;       // they go on
  std::size_t restarted = 0;  // they had not begun, and begin as the new scenario has them
  std::size_t added = 0;
  std::size_t removed = 0;
  std::size_t unfinished = 0;        // they had begun, and go on as the old scenario has them
  std::vector<std::string> names{};  // of the unfinished ones, at most kMaxNames: `thing/job/number`

  static constexpr std::size_t kMaxNames = 100;
  /// Counts one that goes on. `name` makes its name.
  template <typename Name>
  void add(bool is_same, Name name) {
    ++(is_same ? kept : unfinished);
    if (!is_same && names.size() < kMaxNames) {
      names.push_back(name());
    }
  }
};

struct Updated {
  UpdateOutcome outcome;
  Selection selection;  // the current execution, whether updated or not
};

/// The pending executions in the order of `$next`. Holds the lock of the thing.
struct Pending {
  std::unique_lock<std::mutex> lock;
  std::vector<Selection> in_progress;  // without locks of their own
  std::vector<Selection> queued;
};

/// Thread-safe. The thing is locked during one operation and while its result is used. Each operation first applies
/// everything that is due by `now`.
class ThingState {
 public:
  /// `number` is the number of the thing in its range, for job names with `{n}`. The values of executions with `any`
  /// are drawn here. Times count from `start`, or from what `all` says. With `all`, which must live until replace(),
  /// `draw` is the one of `all`.
  ThingState(std::string name, const model::Thing& written, std::uint64_t number, base::Instant start,
             const Draw& draw = {}, const WrittenThings* all = nullptr);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The index of a job, for the functions below. It never changes. Locks the thing.
  [[nodiscard]] std::optional<std::size_t> find_job(std::string_view id) const;

  /// The execution with this number, or the latest (the highest number) if `number` is absent. Counts a describe.
  Selection describe(std::size_t job, std::optional<std::int64_t> number, base::Instant now);
  /// The execution of `$next`: IN_PROGRESS before QUEUED, then the oldest queuedAt, then the order in the file (AWS IoT
  /// API Reference, DescribeJobExecution, jobId). Counts a describe of that execution.
  Selection describe_next(base::Instant now);
  /// Starts the execution of `$next` if it is QUEUED. Returns it unchanged if it is IN_PROGRESS (API Reference,
  /// StartNextPendingJobExecution).
  Selection start_next(base::Instant now, const std::optional<model::Details>& details,
                       std::optional<std::int64_t> step_minutes);
  /// The status of that execution; without a job that of `$next`. Counts nothing. Nothing when there is none.
  std::optional<model::Status> status(std::optional<std::size_t> job, std::optional<std::int64_t> number,
                                      base::Instant now);
  Updated update(std::size_t job, const Update& update, base::Instant now);
  /// A changed status or changed details give the execution its next version.
  Updated change(std::size_t job, std::int64_t number, const ServiceChange& change, base::Instant now);
  /// The executions of the job exist from now on; their relative times count from `now`. Returns false, and does
  /// nothing, if one of them exists already.
  [[nodiscard]] bool add(const model::Job& job, base::Instant now, const Draw& draw);
  Pending pending(base::Instant now);

  /// The thing is `written` like this from now on. Executions that are still in it, and those of add(), go on. One that
  /// is written differently now goes on as before if it has begun, until a reset; otherwise it begins anew. New ones
  /// begin now, and the others are removed. Jobs keep their indexes. Adds to `replaced`. If memory runs out, some of it
  /// is done, `written` and what was borrowed before must live on, and the call can be repeated.
  void replace(const model::Thing& written, std::uint64_t number, base::Instant now, const Draw& draw,
               ReplacedExecutions& replaced);
  /// Whether it has no executions, not even such as do not exist yet or any more.
  [[nodiscard]] bool is_empty() const;

  /// Applies everything that is due at `now`.
  void advance(base::Instant now);
  /// Reports all further events and the next due time to the observer, which must outlive the thing.
  void observe(ThingObserver* observer);
  /// Calls `look` for each execution, with the lock held.
  void each(const std::function<void(const JobState&, const ExecutionState&)>& look);

  /// Restores the state of the scenario, without the executions of add(), for this job, or for all jobs, as if the
  /// clock had started at `now`.
  void reset(std::optional<std::size_t> job, base::Instant now);

 private:
  struct Slot {
    JobState* job;
    ExecutionState* execution;
  };
  /// A script that belongs to the thing, because no scenario contains it (any more).
  struct OwnScript {
    model::Execution script;
    std::int64_t number;                         // in the scenario; that of the script may be drawn
    const model::Execution* at_reset = nullptr;  // what a reset plays instead; null: the same
  };

  class Operation;

  /// Makes the executions of the job as they were at the start. Has no effect if they exist.
  void make_executions(JobState& job);
  void make_all_executions();
  template <typename BeginningOf>
  [[nodiscard]] std::vector<ExecutionState> executions_of(const JobState& job, const Draw& draw,
                                                          BeginningOf beginning_of);

  static std::string job_id(const model::NamePattern& name, std::uint64_t number);
  [[nodiscard]] std::optional<std::size_t> index_of(std::string_view id) const;
  /// The job of this name, added if there is none.
  JobState& job_named(std::string_view id);
  /// The script itself, or its drawn values.
  const model::Execution& script_of(const model::Execution& written, const model::Job& job, std::string_view id,
                                    base::Instant start, const Draw& draw);
  [[nodiscard]] std::int64_t number_in_scenario(const ExecutionState& execution);
  [[nodiscard]] OwnScript* own_script(const model::Execution& script);
  [[nodiscard]] const model::Execution& script_at_reset(const model::Execution& script);
  void replace_job(JobState& job, const model::Job& next, Operation& operation, base::Instant now, const Draw& draw,
                   ReplacedExecutions& replaced);
  [[nodiscard]] bool is_written_as(const JobState& job, const ExecutionState& execution,
                                   const model::Execution& script);
  void keep(const JobState& job, ExecutionState& execution, const model::Execution& script, const model::Job& next,
            bool is_same, base::Instant now, const Draw& draw);
  [[nodiscard]] const model::Job* written_from_now_on(const JobState& job, const model::Job& next) const;
  void drop_unused_scripts();

  [[nodiscard]] Slot next_pending();
  [[nodiscard]] bool is_added(const model::Execution& written) const;
  /// The execution, after everything that is due for it.
  [[nodiscard]] Slot find(std::size_t job, std::optional<std::int64_t> number, Operation& operation);
  [[nodiscard]] base::Instant next_due();

  static const model::Job kNoJob;  // what a job has been written as that is no longer in the scenario

  mutable std::mutex mutex_;    // guards all members except the name
  std::uint64_t revision_ = 0;  // grows with each change of an execution; code that adds or replaces one must count it
  std::string name_;
  std::uint64_t number_;
  // Few things have any of these two. An empty forward_list takes 8 bytes; an empty std::deque takes 650.
  std::forward_list<OwnScript> own_;     // with stable addresses
  std::forward_list<model::Job> added_;  // by add(), the newest first; never changes
  std::vector<JobState> jobs_;           // in the order of the file, then those that came later
  ThingObserver* observer_ = nullptr;
  const WrittenThings* unmade_of_ = nullptr;  // where jobs without executions have them written; null: all are made
  bool has_arrivals_ = false;                 // some executions wait for another: all must advance together
};

}  // namespace jobrig::state
