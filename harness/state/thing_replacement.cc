// The replacement of what a thing is written as, while its executions go on.
#include <algorithm>
#include <utility>

#include "state/same_script.h"
#include "state/thing_operation.h"

namespace jobrig::state {
namespace {

const model::Execution* find_number(const model::Job& job, std::int64_t number) {
  const auto found = std::find_if(job.executions.begin(), job.executions.end(),
                                  [number](const model::Execution& one) { return one.number == number; });
  return found == job.executions.end() ? nullptr : &*found;
}

}  // namespace

const model::Job ThingState::kNoJob{};

void ThingState::replace(const model::Thing& written, std::uint64_t number, base::Instant now, const Draw& draw,
                         ReplacedExecutions& replaced) {
  const std::lock_guard lock(mutex_);
  make_all_executions();
  for (const model::Job& job : written.jobs) {
    job_named(job_id(job.name, number));
  }
  std::vector<const model::Job*> next(jobs_.size(), &kNoJob);
  for (const model::Job& job : written.jobs) {
    next[*index_of(job_id(job.name, number))] = &job;
  }
  Operation operation(*this, now);
  operation.advance_all();
  ++revision_;
  number_ = number;
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    replace_job(jobs_[i], *next[i], operation, now, draw, replaced);
  }
  drop_unused_scripts();
  operation.finish();
}

void ThingState::replace_job(JobState& job, const model::Job& next, Operation& operation, base::Instant now,
                             const Draw& draw, ReplacedExecutions& replaced) {
  const auto tell = [&](const ExecutionState& execution, Change change) {
    operation.of(job)->on_change(execution, change, now);
  };
  const auto begin = [&](const model::Execution& written) {
    has_arrivals_ = has_arrivals_ || waits_for_arrival(written);
    return ExecutionState(script_of(written, next, job.id, now, draw), now);
  };
  job.executions.reserve(job.executions.size() + next.executions.size());
  for (auto one = job.executions.begin(); one != job.executions.end();) {
    const model::Execution* const script = find_number(next, number_in_scenario(*one));
    if (is_added(one->written())) {
      ++replaced.kept;
    } else if (script == nullptr) {
      ++replaced.removed;
      if (one->exists()) {
        tell(*one, Change::kRemoved);
      }
      one = job.executions.erase(one);
      continue;
    } else if (const bool is_same = is_written_as(job, *one, *script); is_same || one->has_begun()) {
      keep(job, *one, *script, next, is_same, now, draw);
      replaced.add(is_same, [&] { return name_ + "/" + job.id + "/" + std::to_string(script->number); });
    } else {
      ++replaced.restarted;
      const bool existed = one->exists();
      *one = begin(*script);
      if (existed || one->exists()) {
        tell(*one, !one->exists() ? Change::kRemoved : existed ? Change::kUpdated : Change::kArrived);
      }
    }
    ++one;
  }
  for (const model::Execution& written : next.executions) {
    const auto is_it = [&](const ExecutionState& one) { return number_in_scenario(one) == written.number; };
    if (std::none_of(job.executions.begin(), job.executions.end(), is_it)) {
      ++replaced.added;
      job.executions.push_back(begin(written));
      if (job.executions.back().exists()) {
        tell(job.executions.back(), Change::kArrived);
      }
    }
  }
  std::sort(job.executions.begin(), job.executions.end(),
            [](const ExecutionState& a, const ExecutionState& b) { return a.written().number < b.written().number; });
  job.written = written_from_now_on(job, next);
}

/// Whether the scenario before has the execution like `script`. What it plays is not its script if values were drawn or
/// if it is unfinished.
bool ThingState::is_written_as(const JobState& job, const ExecutionState& execution, const model::Execution& script) {
  if (own_script(execution.written()) == nullptr) {
    return same_script(execution.written(), script);
  }
  const model::Execution* const before = find_number(*job.written, script.number);
  return before != nullptr && same_script(*before, script);
}

/// The execution borrows nothing any more from the scenario before.
void ThingState::keep(const JobState& job, ExecutionState& execution, const model::Execution& script,
                      const model::Job& next, bool is_same, base::Instant now, const Draw& draw) {
  OwnScript* own = own_script(execution.written());
  if (own == nullptr && is_same) {
    execution.move_to(script);
    return;
  }
  if (own == nullptr) {
    own = &own_.emplace_front(OwnScript{execution.written(), execution.written().number});
  }
  execution.move_to(own->script);
  if (!is_same || own->at_reset != nullptr) {
    own->at_reset = &script_of(script, next, job.id, now, draw);
  }
}

const model::Job* ThingState::written_from_now_on(const JobState& job, const model::Job& next) const {
  const auto added =
      std::find_if(added_.begin(), added_.end(), [&job](const model::Job& one) { return one.name.prefix == job.id; });
  return &next == &kNoJob && added != added_.end() ? &*added : &next;
}

std::int64_t ThingState::number_in_scenario(const ExecutionState& execution) {
  const OwnScript* const own = own_script(execution.written());
  return own == nullptr ? execution.written().number : own->number;
}

ThingState::OwnScript* ThingState::own_script(const model::Execution& script) {
  const auto found =
      std::find_if(own_.begin(), own_.end(), [&script](const OwnScript& one) { return &one.script == &script; });
  return found == own_.end() ? nullptr : &*found;
}

const model::Execution& ThingState::script_at_reset(const model::Execution& script) {
  const OwnScript* const own = own_script(script);
  return own == nullptr || own->at_reset == nullptr ? script : *own->at_reset;
}

void ThingState::drop_unused_scripts() {
  own_.remove_if([this](const OwnScript& one) {
    const auto uses_it = [&](const ExecutionState& execution) {
      return &execution.written() == &one.script || &script_at_reset(execution.written()) == &one.script;
    };
    return std::none_of(jobs_.begin(), jobs_.end(), [&](const JobState& job) {
      return std::any_of(job.executions.begin(), job.executions.end(), uses_it);
    });
  });
}

bool ThingState::is_empty() const {
  const std::lock_guard lock(mutex_);
  return std::all_of(jobs_.begin(), jobs_.end(), [this](const JobState& job) {
    return job.executions.empty() && (unmade_of_ == nullptr || job.written->executions.empty());
  });
}

}  // namespace jobrig::state
