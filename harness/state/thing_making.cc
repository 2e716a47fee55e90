// How the state of a thing is made from what the scenario says about it.
#include <algorithm>
#include <utility>

#include "state/thing.h"
#include "state/written_things.h"

namespace jobrig::state {

/// Without `all`, the executions are made at once. With it, most are made when they are first asked for: a fleet may
/// have many jobs, of which a device reads one. Making one later makes it the same: it is then advanced from the start.
ThingState::ThingState(std::string name, const model::Thing& written, std::uint64_t number, base::Instant start,
                       const Draw& draw, const WrittenThings* all)
    : name_(std::move(name)), number_(number), unmade_of_(all) {
  jobs_.reserve(written.jobs.size());
  for (const model::Job& job : written.jobs) {
    jobs_.push_back(JobState{job_id(job.name, number), &job, {}});
    has_arrivals_ = has_arrivals_ || std::any_of(job.executions.begin(), job.executions.end(), waits_for_arrival);
  }
  for (JobState& job : jobs_) {
    if (all == nullptr) {
      job.executions = executions_of(job, draw, [start](const model::Execution&) { return start; });
    }
  }
}

template <typename BeginningOf>
std::vector<ExecutionState> ThingState::executions_of(const JobState& job, const Draw& draw, BeginningOf beginning_of) {
  std::vector<ExecutionState> executions;
  executions.reserve(job.written->executions.size());
  for (const model::Execution& execution : job.written->executions) {
    const base::Instant beginning = beginning_of(execution);
    executions.emplace_back(script_of(execution, *job.written, job.id, beginning, draw), beginning);
  }
  return executions;
}

// Until replace(), the executions that a job has in the scenario are only added to.
void ThingState::make_executions(JobState& job) {
  if (unmade_of_ != nullptr && job.executions.empty()) {
    job.executions = executions_of(job, unmade_of_->draw(), [this](const model::Execution& execution) {
      return unmade_of_->beginning_of(execution);
    });
  }
}

void ThingState::make_all_executions() {
  if (unmade_of_ != nullptr) {
    for (JobState& job : jobs_) {
      make_executions(job);
    }
    unmade_of_ = nullptr;
  }
}

std::string ThingState::job_id(const model::NamePattern& name, std::uint64_t number) {
  return name.kind == model::NamePattern::Kind::kNumber ? name.prefix + std::to_string(number) + name.suffix
                                                        : name.prefix;
}

const model::Execution& ThingState::script_of(const model::Execution& written, const model::Job& job,
                                              std::string_view id, base::Instant start, const Draw& draw) {
  if (written.drawn.empty()) {
    return written;
  }
  return own_.emplace_front(OwnScript{drawn_execution(written, job, {name_, id}, start, draw), written.number}).script;
}

}  // namespace jobrig::state
