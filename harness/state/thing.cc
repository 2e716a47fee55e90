#include "state/thing.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "contract/statuses.h"
#include "state/thing_operation.h"

namespace jobrig::state {
namespace {

bool is_pending(const ExecutionState& execution) {
  return execution.exists() &&
         (execution.status() == model::Status::kInProgress || execution.status() == model::Status::kQueued);
}

// The order of `$next`. Ties keep the order of the file, because candidates are compared in that order with a strict
// comparison.
bool comes_before(const ExecutionState& a, const ExecutionState& b) {
  const auto rank = [](const ExecutionState& execution) {
    return std::tuple(execution.status() != model::Status::kInProgress, execution.queued_at());
  };
  return rank(a) < rank(b);
}

}  // namespace

std::optional<std::size_t> ThingState::find_job(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  return index_of(id);
}

std::optional<std::size_t> ThingState::index_of(std::string_view id) const {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const JobState& job) { return job.id == id; });
  return found == jobs_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - jobs_.begin()));
}

// The scenario lists the executions in ascending order. The latest is the highest number that exists.
ThingState::Slot ThingState::find(std::size_t job, std::optional<std::int64_t> number, Operation& operation) {
  JobState& state = jobs_[job];
  if (has_arrivals_) {
    operation.advance_all();
  }
  if (unmade_of_ != nullptr && state.executions.empty()) {
    make_executions(state);
  }
  auto end = state.executions.end();
  if (number) {
    end = std::upper_bound(
        state.executions.begin(), end, *number,
        [](std::int64_t wanted, const ExecutionState& execution) { return wanted < execution.written().number; });
  }
  for (auto one = std::make_reverse_iterator(end); one != state.executions.rend(); ++one) {
    if (number && one->written().number != *number) {
      break;
    }
    operation.advance(state, *one);
    if (one->exists()) {
      return {&state, &*one};
    }
  }
  return {&state, nullptr};
}

ThingState::Slot ThingState::next_pending() {
  Slot best{nullptr, nullptr};
  for (JobState& job : jobs_) {
    for (ExecutionState& execution : job.executions) {
      if (is_pending(execution) && (best.execution == nullptr || comes_before(execution, *best.execution))) {
        best = {&job, &execution};
      }
    }
  }
  return best;
}

base::Instant ThingState::next_due() {
  make_all_executions();
  base::Instant due = base::Instant::max();
  for (const JobState& job : jobs_) {
    for (const ExecutionState& execution : job.executions) {
      due = std::min(due, execution.next_due());
    }
  }
  return due;
}

Selection ThingState::describe(std::size_t job, std::optional<std::int64_t> number, base::Instant now) {
  std::unique_lock lock(mutex_);
  Operation operation(*this, now);
  Slot slot = find(job, number, operation);
  if (slot.execution != nullptr) {
    const std::uint64_t before = revision_;
    slot.execution->count_describe(now, operation.of(*slot.job));
    operation.settle();
    if (revision_ != before) {
      slot = find(job, number, operation);  // this describe may have removed it, or let a later one arrive
    }
  }
  operation.finish();
  return {std::move(lock), slot.job, slot.execution, revision_};
}

Selection ThingState::describe_next(base::Instant now) {
  std::unique_lock lock(mutex_);
  Operation operation(*this, now);
  operation.advance_all();
  Slot slot = next_pending();
  if (slot.execution != nullptr) {
    slot.execution->count_describe(now, operation.of(*slot.job));
    operation.settle();
    if (!is_pending(*slot.execution)) {
      slot = next_pending();  // this describe has ended the execution, so `$next` is another one
    }
  }
  operation.finish();
  return {std::move(lock), slot.job, slot.execution, revision_};
}

Selection ThingState::start_next(base::Instant now, const std::optional<model::Details>& details,
                                 std::optional<std::int64_t> step_minutes) {
  std::unique_lock lock(mutex_);
  Operation operation(*this, now);
  operation.advance_all();
  const Slot slot = next_pending();
  if (slot.execution != nullptr) {
    if (slot.execution->status() == model::Status::kQueued) {
      slot.execution->start(now, details, step_minutes, operation.of(*slot.job));
    }
    slot.execution->count_start(now);
  }
  operation.finish();
  return {std::move(lock), slot.job, slot.execution, revision_};
}

std::optional<model::Status> ThingState::status(std::optional<std::size_t> job, std::optional<std::int64_t> number,
                                                base::Instant now) {
  const std::lock_guard lock(mutex_);
  Operation operation(*this, now);
  operation.advance_all();
  const Slot slot = job ? find(*job, number, operation) : next_pending();
  operation.finish();
  return slot.execution == nullptr ? std::nullopt : std::optional(slot.execution->status());
}

Updated ThingState::update(std::size_t job, const Update& update, base::Instant now) {
  std::unique_lock lock(mutex_);
  Operation operation(*this, now);
  const Slot slot = find(job, update.number, operation);
  UpdateOutcome outcome = UpdateOutcome::kDone;
  if (slot.execution == nullptr) {
    outcome = UpdateOutcome::kNoExecution;
  } else if (update.expected_version && *update.expected_version != slot.execution->version_number()) {
    outcome = UpdateOutcome::kWrongVersion;
  } else if (!contract::may_become(slot.execution->status(), update.status)) {
    outcome = UpdateOutcome::kIllegalTransition;
  } else {
    slot.execution->update(now, update.status, update.details, update.step_minutes, operation.of(*slot.job));
    operation.settle();
  }
  operation.finish();
  return {outcome, {std::move(lock), slot.job, slot.execution, revision_}};
}

Updated ThingState::change(std::size_t job, std::int64_t number, const ServiceChange& change, base::Instant now) {
  std::unique_lock lock(mutex_);
  Operation operation(*this, now);
  const Slot slot = find(job, number, operation);
  UpdateOutcome outcome = UpdateOutcome::kDone;
  if (slot.execution == nullptr) {
    outcome = UpdateOutcome::kNoExecution;
  } else if (change.status && !contract::may_become(slot.execution->status(), *change.status)) {
    outcome = UpdateOutcome::kIllegalTransition;
  } else {
    slot.execution->change(now, change.status, change.details, change.document, operation.of(*slot.job));
    if (change.remove) {
      slot.execution->remove(now, operation.of(*slot.job));
    }
    operation.settle();
  }
  operation.finish();
  return {outcome, {std::move(lock), slot.job, slot.execution, revision_}};
}

bool ThingState::add(const model::Job& job, base::Instant now, const Draw& draw) {
  const std::lock_guard lock(mutex_);
  JobState& state = job_named(job.name.prefix);
  Operation operation(*this, now);
  operation.advance_all();
  const auto same_number = [](std::int64_t number) {
    return [number](const ExecutionState& one) { return one.written().number == number; };
  };
  for (const model::Execution& execution : job.executions) {
    const auto exists = [&](const ExecutionState& one) { return one.exists() && same_number(execution.number)(one); };
    if (std::any_of(state.executions.begin(), state.executions.end(), exists)) {
      return false;
    }
  }
  ++revision_;
  const model::Job& own = added_.emplace_front(job);
  state.written = state.written == &kNoJob ? &own : state.written;
  for (const model::Execution& written : own.executions) {
    std::erase_if(state.executions, same_number(written.number));
    const auto at = std::find_if(state.executions.begin(), state.executions.end(),
                                 [&](const ExecutionState& one) { return one.written().number > written.number; });
    const auto made = state.executions.emplace(at, script_of(written, own, state.id, now, draw), now);
    if (made->exists()) {
      operation.of(state)->on_change(*made, Change::kArrived, now);
    }
    has_arrivals_ = has_arrivals_ || waits_for_arrival(written);
  }
  operation.finish();
  return true;
}

JobState& ThingState::job_named(std::string_view id) {
  const auto known = index_of(id);
  return known ? jobs_[*known] : jobs_.emplace_back(JobState{std::string(id), &kNoJob, {}});
}

void ThingState::advance(base::Instant now) {
  const std::lock_guard lock(mutex_);
  Operation operation(*this, now);
  operation.advance_all();
  operation.finish();
}

void ThingState::observe(ThingObserver* observer) {
  const std::lock_guard lock(mutex_);
  observer_ = observer;
  observer_->on_next_due(*this, next_due());
}

void ThingState::each(const std::function<void(const JobState&, const ExecutionState&)>& look) {
  const std::lock_guard lock(mutex_);
  make_all_executions();
  for (const JobState& job : jobs_) {
    for (const ExecutionState& execution : job.executions) {
      look(job, execution);
    }
  }
}

void ThingState::reset(std::optional<std::size_t> job, base::Instant now) {
  const std::lock_guard lock(mutex_);
  make_all_executions();
  ++revision_;
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    if (!job || *job == i) {
      std::erase_if(jobs_[i].executions, [this](const ExecutionState& one) { return is_added(one.written()); });
    }
    for (ExecutionState& execution : jobs_[i].executions) {
      if (job && *job != i) {
        continue;
      }
      // The step of the other job that let this one arrive does not happen again when only this job is reset.
      const bool stays = job && execution.exists() && execution.written().exists_from == model::ExistsFrom::kOtherJob;
      execution = ExecutionState(script_at_reset(execution.written()), now);
      if (stays) {
        execution.arrive(now, nullptr);
      }
    }
  }
  Operation operation(*this, now);
  operation.finish();
}

bool ThingState::is_added(const model::Execution& written) const {
  return std::any_of(added_.begin(), added_.end(), [&written](const model::Job& job) {
    const std::vector<model::Execution>& own = job.executions;
    return std::any_of(own.begin(), own.end(), [&written](const model::Execution& one) { return &one == &written; });
  });
}

Pending ThingState::pending(base::Instant now) {
  Pending pending{std::unique_lock(mutex_), {}, {}};
  Operation operation(*this, now);
  operation.advance_all();
  operation.finish();
  for (const JobState& job : jobs_) {
    for (const ExecutionState& execution : job.executions) {
      if (is_pending(execution)) {
        auto& list = execution.status() == model::Status::kInProgress ? pending.in_progress : pending.queued;
        list.push_back({{}, &job, &execution});
      }
    }
  }
  const auto before = [](const Selection& a, const Selection& b) { return comes_before(*a.execution, *b.execution); };
  std::stable_sort(pending.in_progress.begin(), pending.in_progress.end(), before);
  std::stable_sort(pending.queued.begin(), pending.queued.end(), before);
  return pending;
}

}  // namespace jobrig::state
