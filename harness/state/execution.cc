#include "state/execution.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "base/deadline.h"
#include "contract/statuses.h"

namespace jobrig::state {
namespace {

constexpr base::Instant kNever = base::Instant::max();

base::Instant moment_of(const model::ScenarioTime& time, base::Instant start) {
  return time.relative ? base::deadline(start, time.offset) : time.instant;
}

base::Instant moment_of(const std::optional<model::ScenarioTime>& time, base::Instant start, base::Instant otherwise) {
  return time ? moment_of(*time, start) : otherwise;
}

/// AWS IoT Developer Guide, "Jobs and job execution states": QUEUED may change directly to a terminal status. REJECTED,
/// REMOVED and CANCELED usually apply to executions that were never started, so one without `started` is taken as not
/// started.
bool has_surely_started(model::Status status) {
  return status == model::Status::kInProgress || status == model::Status::kSucceeded ||
         status == model::Status::kFailed || status == model::Status::kTimedOut;
}

}  // namespace

ExecutionState::ExecutionState(const model::Execution& written, std::size_t index, base::Instant start)
    : written_(&written),
      index_(index),
      status_(written.status),
      version_number_(written.version_number),
      written_details_(&written.details),
      queued_at_(moment_of(written.queued_at, start, start)),
      last_updated_at_(queued_at_),
      step_since_(start) {
  if (written.started_at || has_surely_started(status_)) {
    started_at_ = moment_of(written.started_at, start, queued_at_);
  }
  last_updated_at_ = moment_of(written.last_updated_at, start, started_at_.value_or(queued_at_));
}

std::optional<base::Instant> ExecutionState::deadline() const {
  if (status_ != model::Status::kInProgress) {
    return std::nullopt;
  }
  std::optional<base::Instant> earliest = step_deadline_;
  if (written_->timeout && started_at_) {
    const base::Instant own = base::deadline(*started_at_, *written_->timeout);
    earliest = std::min(earliest.value_or(own), own);
  }
  return earliest;
}

const model::Transition* ExecutionState::next_step() const {
  return steps_taken_ < written_->then.size() ? &written_->then[steps_taken_] : nullptr;
}

void ExecutionState::advance(base::Instant now) {
  for (;;) {
    const model::Transition* step = next_step();
    const base::Instant step_due = step != nullptr && step->after ? base::deadline(step_since_, *step->after) : kNever;
    const base::Instant timed_out = deadline().value_or(kNever);
    // If both are due at the same time, the step of the scenario is applied first: it completes the work just in time.
    if (timed_out <= now && timed_out < step_due) {
      become(model::Status::kTimedOut, timed_out);
    } else if (step_due <= now) {
      take_step(step_due);
    } else {
      return;
    }
  }
}

void ExecutionState::count_describe(base::Instant now) {
  advance(now);
  ++describes_since_;
  const model::Transition* step = next_step();
  if (step != nullptr && step->on_describe && describes_since_ >= *step->on_describe) {
    take_step(now);
    advance(now);
  }
}

void ExecutionState::take_step(base::Instant when) {
  const model::Transition& step = written_->then[steps_taken_];
  ++steps_taken_;
  step_since_ = when;
  describes_since_ = 0;
  // The step was valid when the scenario was loaded, but the device or a timeout may have changed the status since.
  // Such a step is skipped, because the service would not make the transition either.
  if (!written_->off_contract && !contract::may_become(status_, step.status)) {
    return;
  }
  if (step.details) {
    written_details_ = &*step.details;
    own_details_.reset();
  }
  become(step.status, when);
}

void ExecutionState::become(model::Status status, base::Instant when) {
  status_ = status;
  if (version_number_ < std::numeric_limits<std::int64_t>::max()) {
    ++version_number_;
  }
  last_updated_at_ = when;
  if (status == model::Status::kQueued) {
    started_at_.reset();
  } else if (status == model::Status::kInProgress && !started_at_) {
    started_at_ = when;
  }
  if (contract::is_terminal(status)) {
    step_deadline_.reset();
  }
}

void ExecutionState::start(base::Instant now, const std::optional<model::Details>& details,
                           std::optional<std::int64_t> step_minutes) {
  update(now, model::Status::kInProgress, details, step_minutes);
}

void ExecutionState::update(base::Instant now, model::Status status, const std::optional<model::Details>& details,
                            std::optional<std::int64_t> step_minutes) {
  if (details) {
    own_details_ = std::make_unique<model::Details>(*details);
  }
  if (step_minutes) {
    step_deadline_ =
        *step_minutes < 0 ? std::nullopt : std::optional(base::deadline(now, std::chrono::minutes(*step_minutes)));
  }
  become(status, now);
}

}  // namespace jobrig::state
