#include "hosting/explain_states.h"

#include "base/units.h"
#include "contract/statuses.h"
#include "state/thing.h"

namespace jobrig::hosting {
namespace {

// A thing can have thousands of executions.
constexpr std::size_t kMaxStates = 5;

std::string trigger_of(const model::Transition& step) {
  const auto counted = [](std::string_view key, std::int64_t count) {
    return std::string(key) + ": " + std::to_string(count);
  };
  if (step.after) {
    return "after: " + base::format_duration(*step.after);
  }
  if (step.at) {
    return "at: " +
           (step.at->relative ? base::format_duration(step.at->offset) : base::format_instant(step.at->instant));
  }
  if (step.on_describe) {
    return counted("on-describe", *step.on_describe);
  }
  if (step.on_start) {
    return counted("on-start", *step.on_start);
  }
  if (step.on_update) {
    return counted("on-update", *step.on_update);
  }
  return "on-terminal: " + base::format_duration(step.on_terminal.value_or(base::Duration::zero()));
}

std::string by_step(const state::ExecutionState& execution) {
  const model::Transition* const step = execution.last_step();
  if (step == nullptr) {
    return "";
  }
  const auto number = step - execution.written().then.data() + 1;
  return " by step " + std::to_string(number) + " of \"then\" (" + trigger_of(*step) + ")";
}

std::string absence_of(const state::ExecutionState& execution) {
  if (execution.last_step() != nullptr && execution.next_due() == base::Instant::max() &&
      execution.last_step()->remove) {
    return "removed" + by_step(execution);
  }
  switch (execution.written().exists_from) {
    case model::ExistsFrom::kQueued:
    case model::ExistsFrom::kStart:
      return "does not exist before " + base::format_instant(execution.queued_at());
    case model::ExistsFrom::kPredecessor:
      return "does not exist before an earlier execution lets it follow";
    case model::ExistsFrom::kOtherJob:
      break;
  }
  return "does not exist before another job lets it arrive";
}

/// Empty if it is as in the scenario.
std::string reason_of(const state::ExecutionState& execution) {
  if (!execution.exists()) {
    return absence_of(execution);
  }
  const std::string status(contract::word_of(execution.status()));
  switch (execution.cause()) {
    case state::Cause::kStep:
      return status + by_step(execution);
    case state::Cause::kTimeout:
      return status + " by its timeout";
    case state::Cause::kDevice:
      return status + " by the device";
    case state::Cause::kService:
      return status + " by the service";
    case state::Cause::kWritten:
      break;
  }
  return state::waits_for_arrival(execution.written())
             ? status + " since it arrived at " + base::format_instant(execution.queued_at())
             : "";
}

std::string_view word_of(model::DrawnMember member) {
  switch (member) {
    case model::DrawnMember::kStatus:
      return "status";
    case model::DrawnMember::kNumber:
      return "number";
    case model::DrawnMember::kVersion:
      return "version";
    case model::DrawnMember::kDetails:
      return "details";
    case model::DrawnMember::kTimes:
      return "times";
    case model::DrawnMember::kDocument:
      return "document";
    case model::DrawnMember::kSecondsLeft:
      break;
  }
  return "approximate-seconds-before-timed-out";
}

/// Empty if `any` leaves nothing to chance.
std::string drawn_of(const model::Execution& execution) {
  std::string words;
  for (const model::DrawnMember member : execution.drawn) {
    words += (words.empty() ? "drawn from the seed: " : ", ") + std::string(word_of(member));
  }
  return words;
}

std::string description_of(const state::ExecutionState& execution) {
  const std::string reason = reason_of(execution);
  const std::string drawn = drawn_of(execution.written());
  return reason + (reason.empty() || drawn.empty() ? "" : "; ") + drawn;
}

}  // namespace

std::vector<std::string> explain_states(state::World& world, const model::Call& call) {
  std::vector<std::string> states;
  state::ThingState* const thing = call.thing_valid ? world.find_made(call.thing) : nullptr;
  if (thing == nullptr) {
    return states;
  }
  const bool all = call.job.empty() || call.job == "$next";
  thing->each([&](const state::JobState& job, const state::ExecutionState& execution) {
    const std::string reason = all || job.id == call.job ? description_of(execution) : "";
    if (!reason.empty() && states.size() < kMaxStates) {
      states.push_back(job.id + ", execution " + std::to_string(execution.written().number) + ": " + reason);
    }
  });
  return states;
}

}  // namespace jobrig::hosting
