#include "state/execution.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "base/deadline.h"
#include "contract/statuses.h"

namespace jobrig::state {
namespace {

constexpr base::Instant kNever = base::Instant::max();

base::Instant moment_of(const std::optional<model::ScenarioTime>& time, base::Instant start, base::Instant otherwise) {
  return time ? time->on_clock(start) : otherwise;
}

/// AWS IoT Developer Guide, "Jobs and job execution states": QUEUED may change directly to a terminal status. REJECTED,
/// REMOVED and CANCELED usually apply to executions that were never started, so one without `started` is taken as not
/// started.
bool has_surely_started(model::Status status) {
  return status == model::Status::kInProgress || status == model::Status::kSucceeded ||
         status == model::Status::kFailed || status == model::Status::kTimedOut;
}

std::optional<std::int64_t> count_of(const model::Transition& step, CountedCall call) {
  switch (call) {
    case CountedCall::kDescribe:
      return step.on_describe;
    case CountedCall::kStart:
      return step.on_start;
    case CountedCall::kUpdate:
      return step.on_update;
  }
  return std::nullopt;
}

/// The document of `copy` that is in the same place as `document` in `written`; null if `written` does not contain it.
const std::string* same_document(const model::Execution& written, const model::Execution& copy,
                                 const std::string* document) {
  if (written.document && document == &*written.document) {
    return &*copy.document;
  }
  for (std::size_t i = 0; i < written.then.size(); ++i) {
    if (written.then[i].document && document == &*written.then[i].document) {
      return &*copy.then[i].document;
    }
  }
  return nullptr;
}

const model::Details* same_details(const model::Execution& written, const model::Execution& copy,
                                   const model::Details* details) {
  for (std::size_t i = 0; i < written.then.size(); ++i) {
    if (written.then[i].details && details == &*written.then[i].details) {
      return &*copy.then[i].details;
    }
  }
  return &copy.details;
}

}  // namespace

bool waits_for_arrival(const model::Execution& written) {
  return written.exists_from == model::ExistsFrom::kPredecessor || written.exists_from == model::ExistsFrom::kOtherJob;
}

ExecutionState::ExecutionState(const model::Execution& written, base::Instant start)
    : written_(&written),
      written_details_(&written.details),
      document_(written.document ? &*written.document : nullptr),
      version_number_(written.version_number),
      start_(start),
      queued_at_(moment_of(written.queued_at, start, start)),
      last_updated_at_(queued_at_),
      status_(written.status) {
  if (written.started_at || has_surely_started(status_)) {
    started_at_ = moment_of(written.started_at, start, queued_at_);
  }
  last_updated_at_ = moment_of(written.last_updated_at, start, has_started() ? started_at_ : queued_at_);
  if (waits_for_arrival(written)) {
    queued_at_ = kNever;
  }
  const bool from_start = written.exists_from == model::ExistsFrom::kStart;
  arrived_ = from_start || queued_at_ <= start;
  enter_step(from_start ? start : std::max(start, queued_at_));
}

ExecutionState::Own& ExecutionState::own() {
  if (own_ == nullptr) {
    own_ = std::make_unique<Own>();
  }
  return *own_;
}

void ExecutionState::arrive(base::Instant when, const ExecutionState* from, Effects* effects) {
  if (queued_at_ != kNever) {
    return;
  }
  if (document_ == nullptr && from != nullptr) {
    if (from->own_document() != nullptr) {
      own().document = from->own_->document;
    }
    document_ = from->document_;
  }
  // An execution that waits has no times in the scenario: all of them are the moment of its arrival.
  queued_at_ = when;
  last_updated_at_ = when;
  if (has_started()) {
    started_at_ = when;
  }
  enter_step(when);
  advance(when, effects);
}

std::optional<base::Instant> ExecutionState::deadline() const {
  if (status_ != model::Status::kInProgress) {
    return std::nullopt;
  }
  base::Instant earliest = own_ == nullptr ? kNever : own_->step_deadline;
  if (written_->timeout && has_started()) {
    earliest = std::min(earliest, base::deadline(started_at_, *written_->timeout));
  }
  return earliest == kNever ? std::nullopt : std::optional(earliest);
}

base::Instant ExecutionState::timed_out_at() const {
  const std::optional<base::Instant> announced = deadline();
  return announced ? base::deadline(*announced, written_->timeout_delay) : kNever;
}

base::Instant ExecutionState::next_due() const {
  if (removed_) {
    return kNever;
  }
  return arrived_ ? std::min(step_due_, timed_out_at()) : queued_at_;
}

const model::Transition* ExecutionState::next_step() const {
  return steps_taken_ < written_->then.size() ? &written_->then[steps_taken_] : nullptr;
}

/// A step that waits for calls is due once they were counted.
base::Instant ExecutionState::due_of(const model::Transition& step, base::Instant when) const {
  if (step.after) {
    return base::deadline(when, *step.after);
  }
  if (step.at) {
    return std::max(when, step.at->on_clock(start_));
  }
  if (step.on_terminal && contract::is_terminal(status_)) {
    return std::max(when, base::deadline(last_updated_at_, *step.on_terminal));
  }
  return kNever;
}

/// A terminal status is final. A step that would only change it, or the details, can never apply and must not keep
/// later steps waiting.
bool ExecutionState::is_passed_over(const model::Transition& step) const {
  return contract::is_terminal(status_) && !written_->off_contract && (step.status || step.details) && !step.remove &&
         step.arrivals.empty();
}

void ExecutionState::enter_step(base::Instant when) {
  const model::Transition* step = next_step();
  while (step != nullptr && is_passed_over(*step)) {
    ++steps_taken_;
    step = next_step();
  }
  calls_ = 0;
  step_due_ = step == nullptr ? kNever : due_of(*step, when);
}

void ExecutionState::after_end(base::Instant when) {
  const model::Transition* const step = next_step();
  if (contract::is_terminal(status_) && step != nullptr && (is_passed_over(*step) || step->on_terminal)) {
    enter_step(when);
  }
}

void ExecutionState::advance(base::Instant now, Effects* effects) {
  if (!arrived_) {
    if (queued_at_ > now || queued_at_ == kNever) {
      return;
    }
    arrived_ = true;
    if (effects != nullptr) {
      effects->on_change(*this, Change::kArrived, queued_at_);
    }
  }
  while (!removed_) {
    const base::Instant timed_out = timed_out_at();
    // If both are due at the same time, the step of the scenario is applied first: it completes the work just in time.
    if (timed_out <= now && timed_out < step_due_) {
      become(model::Status::kTimedOut, Cause::kTimeout, timed_out, effects);
      after_end(timed_out);
    } else if (step_due_ <= now) {
      take_step(step_due_, effects);
    } else {
      return;
    }
  }
}

void ExecutionState::count(CountedCall call, base::Instant now) {
  const model::Transition* const step = next_step();
  const auto wanted = step == nullptr ? std::nullopt : count_of(*step, call);
  if (wanted && ++calls_ >= *wanted) {
    step_due_ = std::min(step_due_, now);
  }
}

void ExecutionState::count_describe(base::Instant now, Effects* effects) {
  advance(now, effects);
  ++reads_;
  count(CountedCall::kDescribe, now);
  advance(now, effects);
}

void ExecutionState::take_step(base::Instant when, Effects* effects) {
  const model::Transition& step = written_->then[steps_taken_];
  ++steps_taken_;
  const model::Status status = step.status.value_or(status_);
  // The step was valid when the scenario was loaded, but the device or a timeout may have changed the status since.
  // Such a change is skipped, because the service would not make the transition either.
  const bool changes = (step.status || step.details) &&
                       (written_->off_contract ||
                        (step.status ? contract::may_become(status_, status) : !contract::is_terminal(status_)));
  if (changes || step.document || step.remove) {
    last_step_ = steps_taken_;
    cause_ = Cause::kStep;
  }
  if (step.document) {
    document_ = &*step.document;
  }
  if (changes) {
    if (step.details) {
      written_details_ = &*step.details;
      if (own_ != nullptr) {
        own_->details.reset();
      }
    }
    become(status, Cause::kStep, when, effects);
  } else if (step.document && effects != nullptr) {
    effects->on_change(*this, Change::kDocument, when);
  }
  if (step.remove) {
    removed_ = true;
    if (effects != nullptr) {
      effects->on_change(*this, Change::kRemoved, when);
    }
  }
  for (const model::Arrival& arrival : step.arrivals) {
    if (effects != nullptr) {
      effects->on_arrival(*this, arrival.job ? &*arrival.job : nullptr, arrival.number, when);
    }
  }
  enter_step(when);
}

void ExecutionState::become(model::Status status, Cause cause, base::Instant when, Effects* effects) {
  status_ = status;
  cause_ = cause;
  if (version_number_ < std::numeric_limits<std::int64_t>::max()) {
    ++version_number_;
  }
  if (status == model::Status::kQueued) {
    started_at_ = kNever;
  } else if (status == model::Status::kInProgress && !has_started()) {
    started_at_ = std::max(when, queued_at_);
  }
  last_updated_at_ = std::max({when, last_updated_at_, has_started() ? started_at_ : when});
  if (contract::is_terminal(status) && own_ != nullptr) {
    own_->step_deadline = kNever;
  }
  if (effects == nullptr) {
    return;
  }
  effects->on_change(*this, Change::kUpdated, when);
  if (written_->retried_as && (status == model::Status::kFailed || status == model::Status::kTimedOut)) {
    effects->on_arrival(*this, nullptr, written_->retried_as, when);
  }
}

void ExecutionState::report(base::Instant now, model::Status status, const std::optional<model::Details>& details,
                            std::optional<std::int64_t> step_minutes, Effects* effects) {
  if (details) {
    own().details = *details;
  }
  if (step_minutes) {
    own().step_deadline = *step_minutes < 0 ? kNever : base::deadline(now, std::chrono::minutes(*step_minutes));
  }
  become(status, Cause::kDevice, now, effects);
}

void ExecutionState::change(base::Instant now, std::optional<model::Status> status,
                            const std::optional<model::Details>& details, const std::optional<std::string>& document,
                            Effects* effects) {
  if (document) {
    own().document = std::make_shared<const std::string>(*document);
    document_ = own_->document.get();
  }
  if (details) {
    own().details = *details;
  }
  if (status || details) {
    become(status.value_or(status_), Cause::kService, now, effects);
    after_end(now);
  } else if (document && effects != nullptr) {
    effects->on_change(*this, Change::kDocument, now);
  }
}

void ExecutionState::remove(base::Instant now, Effects* effects) {
  removed_ = true;
  cause_ = Cause::kService;
  if (effects != nullptr) {
    effects->on_change(*this, Change::kRemoved, now);
  }
}

void ExecutionState::move_to(const model::Execution& script) {
  if (document_ != nullptr && document_ != own_document()) {
    const std::string* const document = same_document(*written_, script, document_);
    if (document == nullptr) {  // inherited from another execution, which may go
      own().document = std::make_shared<const std::string>(*document_);
    }
    document_ = document == nullptr ? own_document() : document;
  }
  written_details_ = same_details(*written_, script, written_details_);
  written_ = &script;
}

void ExecutionState::start(base::Instant now, const std::optional<model::Details>& details,
                           std::optional<std::int64_t> step_minutes, Effects* effects) {
  report(now, model::Status::kInProgress, details, step_minutes, effects);
}

void ExecutionState::count_start(base::Instant now) {
  ++reads_;
  count(CountedCall::kStart, now);
}

void ExecutionState::update(base::Instant now, model::Status status, const std::optional<model::Details>& details,
                            std::optional<std::int64_t> step_minutes, Effects* effects) {
  ++reads_;
  report(now, status, details, step_minutes, effects);
  count(CountedCall::kUpdate, now);
  after_end(now);
}

}  // namespace jobrig::state
