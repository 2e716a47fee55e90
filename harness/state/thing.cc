#include "state/thing.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "contract/statuses.h"

namespace jobrig::state {
namespace {

bool is_pending(model::Status status) {
  return status == model::Status::kInProgress || status == model::Status::kQueued;
}

// The order of `$next`. Ties keep the order of the file, because candidates are compared in that order with a strict
// comparison.
bool comes_before(const ExecutionState& a, const ExecutionState& b) {
  const auto rank = [](const ExecutionState& execution) {
    return std::tuple(execution.status() != model::Status::kInProgress, execution.queued_at());
  };
  return rank(a) < rank(b);
}

std::string job_id(const model::NamePattern& name, std::uint64_t number) {
  return name.kind == model::NamePattern::Kind::kNumber ? name.prefix + std::to_string(number) + name.suffix
                                                        : name.prefix;
}

}  // namespace

ThingState::ThingState(std::string name, const model::Thing& written, std::uint64_t number, std::size_t first_index,
                       base::Instant start)
    : name_(std::move(name)) {
  jobs_.reserve(written.jobs.size());
  std::size_t index = first_index;
  for (const model::Job& job : written.jobs) {
    JobState& state = jobs_.emplace_back(JobState{job_id(job.name, number), &job, {}});
    state.executions.reserve(job.executions.size());
    for (const model::Execution& execution : job.executions) {
      state.executions.emplace_back(execution, index++, start);
    }
  }
}

std::optional<std::size_t> ThingState::find_job(std::string_view id) const {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const JobState& job) { return job.id == id; });
  return found == jobs_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - jobs_.begin()));
}

void ThingState::advance_all(base::Instant now) {
  for (JobState& job : jobs_) {
    for (ExecutionState& execution : job.executions) {
      execution.advance(now);
    }
  }
}

ThingState::Slot ThingState::find(std::size_t job, std::optional<std::int64_t> number) {
  std::vector<ExecutionState>& executions = jobs_[job].executions;
  if (!number) {
    return {&jobs_[job], executions.empty() ? nullptr : &executions.back()};
  }
  const auto found = std::lower_bound(  // the scenario lists them in ascending order
      executions.begin(), executions.end(), *number,
      [](const ExecutionState& execution, std::int64_t wanted) { return execution.written().number < wanted; });
  return {&jobs_[job], found == executions.end() || found->written().number != *number ? nullptr : &*found};
}

ThingState::Slot ThingState::next_pending() {
  Slot best{nullptr, nullptr};
  for (JobState& job : jobs_) {
    for (ExecutionState& execution : job.executions) {
      if (is_pending(execution.status()) && (best.execution == nullptr || comes_before(execution, *best.execution))) {
        best = {&job, &execution};
      }
    }
  }
  return best;
}

Selection ThingState::describe(std::size_t job, std::optional<std::int64_t> number, base::Instant now) {
  std::unique_lock lock(mutex_);
  const Slot slot = find(job, number);
  if (slot.execution != nullptr) {
    slot.execution->count_describe(now);
  }
  return {std::move(lock), slot.job, slot.execution};
}

Selection ThingState::describe_next(base::Instant now) {
  std::unique_lock lock(mutex_);
  advance_all(now);
  Slot slot = next_pending();
  if (slot.execution != nullptr) {
    slot.execution->count_describe(now);
    if (!is_pending(slot.execution->status())) {
      slot = next_pending();  // this describe has ended the execution, so `$next` is another one
    }
  }
  return {std::move(lock), slot.job, slot.execution};
}

Selection ThingState::start_next(base::Instant now, const std::optional<model::Details>& details,
                                 std::optional<std::int64_t> step_minutes) {
  std::unique_lock lock(mutex_);
  advance_all(now);
  const Slot slot = next_pending();
  if (slot.execution != nullptr && slot.execution->status() == model::Status::kQueued) {
    slot.execution->start(now, details, step_minutes);
  }
  return {std::move(lock), slot.job, slot.execution};
}

std::optional<model::Status> ThingState::status(std::optional<std::size_t> job, std::optional<std::int64_t> number,
                                                base::Instant now) {
  const std::lock_guard lock(mutex_);
  advance_all(now);
  const Slot slot = job ? find(*job, number) : next_pending();
  return slot.execution == nullptr ? std::nullopt : std::optional(slot.execution->status());
}

Updated ThingState::update(std::size_t job, const Update& update, base::Instant now) {
  std::unique_lock lock(mutex_);
  const Slot slot = find(job, update.number);
  UpdateOutcome outcome = UpdateOutcome::kDone;
  if (slot.execution == nullptr) {
    outcome = UpdateOutcome::kNoExecution;
  } else {
    slot.execution->advance(now);
    if (update.expected_version && *update.expected_version != slot.execution->version_number()) {
      outcome = UpdateOutcome::kWrongVersion;
    } else if (!contract::may_become(slot.execution->status(), update.status)) {
      outcome = UpdateOutcome::kIllegalTransition;
    } else {
      slot.execution->update(now, update.status, update.details, update.step_minutes);
    }
  }
  return {outcome, {std::move(lock), slot.job, slot.execution}};
}

void ThingState::reset(std::optional<std::size_t> job, base::Instant now) {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    for (ExecutionState& execution : jobs_[i].executions) {
      if (!job || *job == i) {
        execution = ExecutionState(execution.written(), execution.index(), now);
      }
    }
  }
}

Pending ThingState::pending(base::Instant now) {
  Pending pending{std::unique_lock(mutex_), {}, {}};
  advance_all(now);
  for (const JobState& job : jobs_) {
    for (const ExecutionState& execution : job.executions) {
      if (execution.status() == model::Status::kInProgress) {
        pending.in_progress.push_back({{}, &job, &execution});
      } else if (execution.status() == model::Status::kQueued) {
        pending.queued.push_back({{}, &job, &execution});
      }
    }
  }
  const auto before = [](const Selection& a, const Selection& b) { return comes_before(*a.execution, *b.execution); };
  std::stable_sort(pending.in_progress.begin(), pending.in_progress.end(), before);
  std::stable_sort(pending.queued.begin(), pending.queued.end(), before);
  return pending;
}

}  // namespace jobrig::state
