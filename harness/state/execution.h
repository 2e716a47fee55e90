// ExecutionState: the current state of one job execution: the state in the scenario, changed by its steps, its timeouts
// and the device. It has no lock; the thing that owns it is locked while it is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "model/scenario.h"
#include "state/events.h"

namespace jobrig::state {

class ExecutionState;

/// Receives what a call of an ExecutionState has changed, in order of time.
class Effects {
 public:
  Effects() = default;
  Effects(const Effects&) = delete;
  Effects& operator=(const Effects&) = delete;
  virtual ~Effects() = default;
  virtual void on_change(const ExecutionState& execution, Change change, base::Instant when) = 0;
  /// Other executions exist from now on. `job`: its name, null for the job of `from`. `number`: absent for all.
  virtual void on_arrival(const ExecutionState& from, const model::NamePattern* job, std::optional<std::int64_t> number,
                          base::Instant when) = 0;
};

/// The calls that steps can wait for.
enum class CountedCall : std::uint8_t { kDescribe, kStart, kUpdate };

/// What made the last change, for explanations.
enum class Cause : std::uint8_t { kWritten, kStep, kTimeout, kDevice, kService };

/// Whether it exists only once another execution or a step lets it arrive.
[[nodiscard]] bool waits_for_arrival(const model::Execution& written);

/// The state changes only when a function is called: everything that is due by the given virtual time is then applied,
/// with the time at which it was due. Not thread-safe. Borrows the execution of the scenario. `effects` may be null.
class ExecutionState {
 public:
  /// Relative times count from `start`.
  ExecutionState(const model::Execution& written, base::Instant start);

  /// Applies the steps and timeouts that are due at `now`, in order of time.
  void advance(base::Instant now, Effects* effects = nullptr);
  /// Like advance(), and counts one describe. An `on-describe` step that becomes due is applied before the response.
  void count_describe(base::Instant now, Effects* effects = nullptr);
  /// Counts a start-next that returned this execution. An `on-start` step becomes due, and the next advance() applies
  /// it: the response shows the state before.
  void count_start(base::Instant now);
  /// The device starts the execution: IN_PROGRESS, with new details if present. Requires QUEUED.
  void start(base::Instant now, const std::optional<model::Details>& details, std::optional<std::int64_t> step_minutes,
             Effects* effects = nullptr);
  /// Applies an update of the device and counts it. The caller has checked that the lifecycle allows it. `step_minutes`
  /// sets the timeout of the step again; -1 removes it.
  void update(base::Instant now, model::Status status, const std::optional<model::Details>& details,
              std::optional<std::int64_t> step_minutes, Effects* effects = nullptr);
  /// Applies a change of the service. The caller has checked that the lifecycle allows it. A new status or new details
  /// give the execution its next version; a new document does not.
  void change(base::Instant now, std::optional<model::Status> status, const std::optional<model::Details>& details,
              const std::optional<std::string>& document, Effects* effects = nullptr);
  /// The execution no longer exists.
  void remove(base::Instant now, Effects* effects = nullptr);
  /// An execution that waits for an arrival exists from `when` on, with the `inherited` document if it has none of its
  /// own (null: none).
  void arrive(base::Instant when, const ExecutionState* from, Effects* effects = nullptr);

  /// Plays `script` from now on, which must be written like written(), and borrows nothing else any more. The state
  /// stays.
  void move_to(const model::Execution& script);

  /// Whether anything has happened to it beyond reading: the device, the service, a step, a timeout or an arrival.
  [[nodiscard]] bool has_begun() const {
    return cause_ != Cause::kWritten || own_document() != nullptr || (waits_for_arrival(*written_) && arrived_);
  }
  /// Whether the execution exists by the time of the last call.
  [[nodiscard]] bool exists() const { return arrived_ && !removed_; }
  /// When advance() has something to do again; base::Instant::max(): never.
  [[nodiscard]] base::Instant next_due() const;

  [[nodiscard]] const model::Execution& written() const { return *written_; }
  [[nodiscard]] model::Status status() const { return status_; }
  [[nodiscard]] std::int64_t version_number() const { return version_number_; }
  [[nodiscard]] const model::Details& details() const {
    return own_ != nullptr && own_->details ? *own_->details : *written_details_;
  }
  /// Null if there is none. Points into the scenario, a drawn execution or this object.
  [[nodiscard]] const std::string* document() const { return document_; }
  /// The number of calls so far that could return the document.
  [[nodiscard]] std::uint32_t reads() const { return reads_; }
  [[nodiscard]] base::Instant queued_at() const { return queued_at_; }
  [[nodiscard]] std::optional<base::Instant> started_at() const {
    return has_started() ? std::optional(started_at_) : std::nullopt;
  }
  [[nodiscard]] base::Instant last_updated_at() const { return last_updated_at_; }
  /// The announced time of its timeout: the earlier of its own and that of the step. Nothing unless IN_PROGRESS.
  [[nodiscard]] std::optional<base::Instant> deadline() const;
  [[nodiscard]] Cause cause() const { return cause_; }
  /// The last step of `then:` that had an effect; null if none had.
  [[nodiscard]] const model::Transition* last_step() const {
    return last_step_ == 0 ? nullptr : &written_->then[last_step_ - 1];
  }

 private:
  /// What an execution has only after the device or the service has changed it, or another one has left it a document.
  struct Own {
    std::optional<model::Details> details;               // sent by the device, or of change()
    std::shared_ptr<const std::string> document;         // of change(), or inherited
    base::Instant step_deadline = base::Instant::max();  // stepTimeoutInMinutes
  };

  [[nodiscard]] Own& own();
  [[nodiscard]] const std::string* own_document() const { return own_ == nullptr ? nullptr : own_->document.get(); }
  [[nodiscard]] bool has_started() const { return started_at_ != base::Instant::max(); }
  [[nodiscard]] const model::Transition* next_step() const;
  [[nodiscard]] base::Instant due_of(const model::Transition& step, base::Instant when) const;
  [[nodiscard]] bool is_passed_over(const model::Transition& step) const;
  [[nodiscard]] base::Instant timed_out_at() const;
  void count(CountedCall call, base::Instant now);
  void report(base::Instant now, model::Status status, const std::optional<model::Details>& details,
              std::optional<std::int64_t> step_minutes, Effects* effects);
  void enter_step(base::Instant when);
  void take_step(base::Instant when, Effects* effects);
  void become(model::Status status, Cause cause, base::Instant when, Effects* effects);
  void after_end(base::Instant when);

  const model::Execution* written_;
  const model::Details* written_details_;  // details of the execution or of a step, in the scenario
  std::unique_ptr<Own> own_;               // null: none of it
  const std::string* document_;
  std::int64_t version_number_;
  base::Instant start_;
  base::Instant queued_at_;                          // base::Instant::max() until it arrives
  base::Instant started_at_ = base::Instant::max();  // base::Instant::max(): it has not started
  base::Instant last_updated_at_;
  base::Instant step_due_ = base::Instant::max();  // of the next step of `then:`
  std::int64_t calls_ = 0;                         // counted for the next step
  std::uint32_t steps_taken_ = 0;
  std::uint32_t reads_ = 0;
  std::uint32_t last_step_ = 0;  // its number, from 1
  model::Status status_;
  Cause cause_ = Cause::kWritten;
  bool arrived_ = false;
  bool removed_ = false;
};

}  // namespace jobrig::state
