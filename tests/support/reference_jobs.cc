#include "support/reference_jobs.h"

#include <algorithm>

namespace jobrig::test {
namespace {

const std::string kGone = "TerminalStateException";
const std::string kMissing = "ResourceNotFoundException";
const std::string kConflict = "InvalidStateTransitionException";
constexpr std::size_t kMostPending = 10;  // AWS IoT Developer Guide, "AWS IoT Jobs limits"

bool waits(const ReferenceExecution& execution) {
  return execution.status == "QUEUED" || execution.status == "IN_PROGRESS";
}

std::string member(const std::string& name, std::int64_t value) { return "\"" + name + "\":" + std::to_string(value); }

std::string map_of(const std::string& details) { return details.empty() ? "{}" : "{\"k\":\"" + details + "\"}"; }

std::string state_of(const ReferenceExecution& execution) {
  return "\"executionState\":{\"status\":\"" + execution.status + "\",\"statusDetails\":" + map_of(execution.details) +
         "," + member("versionNumber", execution.version) + "}";
}

std::string summary(const ReferenceJob& job, const ReferenceExecution& execution) {
  return "{\"jobId\":\"" + job.id + "\"," + member("queuedAt", execution.queued) +
         (execution.started ? "," + member("startedAt", *execution.started) : "") + "," +
         member("lastUpdatedAt", execution.updated) + "," + member("versionNumber", execution.version) + "," +
         member("executionNumber", execution.number) + "}";
}

}  // namespace

/// API Reference, StartNextPendingJobExecution: the timeout of a job counts from startedAt, that of a step from the
/// call that set it. The earlier one counts.
std::optional<std::int64_t> ReferenceJobs::announced_end(const ReferenceExecution& execution) const {
  if (execution.status != "IN_PROGRESS") {
    return std::nullopt;
  }
  std::optional<std::int64_t> end = execution.step_ends;
  if (execution.timeout > 0) {
    const std::int64_t own = *execution.started + execution.timeout;
    end = end ? std::min(*end, own) : own;
  }
  return end;
}

/// Developer Guide, "Job retry configuration": after FAILED and TIMED_OUT the execution is queued again.
void ReferenceJobs::end(ReferenceJob& job, std::size_t index, const std::string& status, std::int64_t when) {
  ReferenceExecution& execution = job.executions[index];
  execution.status = status;
  execution.version += 1;
  execution.updated = when;
  if ((status == "FAILED" || status == "TIMED_OUT") && execution.retries > 0) {
    ReferenceExecution again;
    again.number = execution.number + 1;
    again.queued = when;
    again.updated = when;
    again.timeout = execution.timeout;
    again.retries = execution.retries - 1;
    job.executions.push_back(again);
  }
}

void ReferenceJobs::let_time_pass(std::int64_t now) {
  const std::int64_t late = delay_ + (planted_ == PlantedError::kTimeoutLate ? 1 : 0);
  for (ReferenceJob& job : jobs_) {
    for (std::size_t i = 0; i < job.executions.size(); ++i) {
      const auto announced = announced_end(job.executions[i]);
      if (job.executions[i].queued <= now && announced && *announced + late <= now) {
        end(job, i, "TIMED_OUT", *announced + late);
      }
    }
  }
}

/// API Reference, DescribeJobExecution, jobId: `$next` is an execution in progress, else the oldest that is queued.
ReferenceJobs::Place ReferenceJobs::next(std::int64_t now) {
  Place best;
  const auto better = [&](const ReferenceExecution& one, const ReferenceExecution& than) {
    if (planted_ != PlantedError::kOldestFirst && one.status != than.status) {
      return one.status == "IN_PROGRESS";
    }
    return one.queued < than.queued;
  };
  for (ReferenceJob& job : jobs_) {
    for (ReferenceExecution& execution : job.executions) {
      if (execution.queued <= now && waits(execution) &&
          (best.execution == nullptr || better(execution, *best.execution))) {
        best = {&job, &execution};
      }
    }
  }
  return best;
}

ReferenceJobs::Place ReferenceJobs::at(std::size_t job, std::optional<std::int64_t> number, std::int64_t now) {
  Place latest{&jobs_[job], nullptr};
  for (ReferenceExecution& execution : jobs_[job].executions) {
    const bool is_wanted = execution.queued <= now && (!number || execution.number == *number);
    if (is_wanted && (latest.execution == nullptr || execution.number > latest.execution->number)) {
      latest.execution = &execution;
    }
  }
  return latest;
}

std::string ReferenceJobs::shown(const Place& place, bool with_document, std::int64_t now) const {
  const ReferenceExecution& execution = *place.execution;
  std::string text =
      "{\"execution\":{\"jobId\":\"" + place.job->id + "\",\"thingName\":\"t\",\"status\":\"" + execution.status + "\"";
  text += execution.details.empty() ? "" : ",\"statusDetails\":" + map_of(execution.details);
  text += "," + member("queuedAt", execution.queued);
  text += execution.started ? "," + member("startedAt", *execution.started) : "";
  text += "," + member("lastUpdatedAt", execution.updated) + "," + member("versionNumber", execution.version) + "," +
          member("executionNumber", execution.number);
  if (const auto announced = announced_end(execution); announced && shows_seconds_) {
    text += "," + member("approximateSecondsBeforeTimedOut", std::max<std::int64_t>(0, *announced - now));
  }
  text += with_document && !place.job->document.empty() ? ",\"jobDocument\":" + place.job->document : "";
  return text + "}}";
}

std::string ReferenceJobs::describe(std::size_t job, std::optional<std::int64_t> number, bool with_document,
                                    std::int64_t now) {
  let_time_pass(now);
  const Place place = at(job, number, now);
  if (place.execution == nullptr) {
    return kMissing;
  }
  return waits(*place.execution) ? shown(place, with_document, now) : kGone;
}

std::string ReferenceJobs::describe_next(bool with_document, std::int64_t now) {
  let_time_pass(now);
  const Place place = next(now);
  return place.execution == nullptr ? "{}" : shown(place, with_document, now);
}

std::string ReferenceJobs::pending(std::int64_t now) {
  let_time_pass(now);
  std::size_t room = kMostPending;
  std::string text = "{";
  for (const std::string status : {"IN_PROGRESS", "QUEUED"}) {
    std::vector<std::pair<std::int64_t, std::string>> found;
    for (const ReferenceJob& job : jobs_) {
      for (const ReferenceExecution& execution : job.executions) {
        if (execution.queued <= now && execution.status == status) {
          found.emplace_back(execution.queued, summary(job, execution));
        }
      }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    found.resize(std::min(found.size(), room));
    room -= found.size();
    text += status == "QUEUED" ? ",\"queuedJobs\":[" : "\"inProgressJobs\":[";
    for (std::size_t i = 0; i < found.size(); ++i) {
      text += (i == 0 ? "" : ",") + found[i].second;
    }
    text += "]";
  }
  return text + "}";
}

std::string ReferenceJobs::start_next(const std::string& details, std::optional<std::int64_t> step_minutes,
                                      std::int64_t now) {
  let_time_pass(now);
  const Place place = next(now);
  if (place.execution == nullptr) {
    return "{}";
  }
  ReferenceExecution& execution = *place.execution;
  if (execution.status == "QUEUED") {
    execution.status = "IN_PROGRESS";
    execution.version += 1;
    execution.started = now;
    execution.updated = now;
    execution.details = details.empty() ? execution.details : details;
    execution.step_ends = step_minutes ? std::optional(now + *step_minutes * 60) : execution.step_ends;
  }
  return shown(place, true, now);
}

std::string ReferenceJobs::update(std::size_t job, const ReferenceUpdate& update, std::int64_t now) {
  let_time_pass(now);
  const Place place = at(job, update.number, now);
  if (place.execution == nullptr) {
    return kMissing;
  }
  ReferenceExecution& execution = *place.execution;
  if ((update.expected_version && *update.expected_version != execution.version) || !waits(execution)) {
    return kConflict + state_of(execution);
  }
  if (!update.details.empty() || planted_ == PlantedError::kDetailsDropped) {
    execution.details = update.details;
  }
  if (update.step_minutes) {
    execution.step_ends = *update.step_minutes < 0 ? std::nullopt : std::optional(now + *update.step_minutes * 60);
  }
  const std::string document = place.job->document;
  const std::int64_t number = execution.number;
  if (update.status == "IN_PROGRESS") {
    execution.started = execution.started ? execution.started : std::optional(now);
    execution.status = update.status;
    execution.version += 1;
    execution.updated = now;
  } else {
    const std::size_t index = static_cast<std::size_t>(place.execution - place.job->executions.data());
    end(*place.job, index, update.status, now);
  }
  // A retry has been added to the list, which may have moved it.
  const ReferenceExecution& after = *at(job, number, now).execution;
  std::string text = "{" + (update.with_state ? state_of(after) : "");
  text +=
      update.with_document && !document.empty() ? (text.size() > 1 ? "," : "") + ("\"jobDocument\":" + document) : "";
  return text + "}";
}

}  // namespace jobrig::test
