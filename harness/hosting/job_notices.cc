#include "hosting/job_notices.h"

#include <algorithm>

#include "plan/documented.h"

namespace jobrig::hosting {
namespace {

// What the documented responses need beside the thing.
struct Inquiry {
  model::Call call{};
  plan::CommandExecutions commands{};
  base::Random random{0, 0};
};

}  // namespace

JobNotices::Seen JobNotices::look(state::ThingState& thing, base::Instant now) const {
  Inquiry inquiry;
  const plan::Question question{*scenario_, documents_, inquiry.call,     &thing,
                                {},         now,        inquiry.commands, inquiry.random};
  Seen seen;
  const state::Pending pending = thing.pending(now);
  for (const auto* const list : {&pending.in_progress, &pending.queued}) {
    for (const state::Selection& one : *list) {
      seen.pending.emplace_back(one.job->id, one.execution->written().number);
      if (!seen.next) {
        seen.next = seen.pending.back();
        seen.next_body = "{\"execution\":";
        plan::append_execution(seen.next_body, question, thing.name(), *one.job, *one.execution, true);
        seen.next_body += '}';
      }
    }
  }
  std::sort(seen.pending.begin(), seen.pending.end());
  return seen;
}

void JobNotices::follow(const model::Scenario& scenario, state::World& world, const state::VirtualClock& clock) {
  scenario_ = &scenario;
  world_ = &world;
  clock_ = &clock;
  documents_ = plan::DocumentTexts(scenario);
}

std::vector<std::string> JobNotices::things() const {
  std::vector<std::string> things;
  std::transform(seen_.begin(), seen_.end(), std::back_inserter(things), [](const auto& one) { return one.first; });
  return things;
}

bool JobNotices::watch(std::string_view thing, bool is_new) {
  state::ThingState* const found = watches(thing) ? nullptr : world_->find_thing(thing);
  if (found == nullptr) {
    return false;
  }
  seen_.emplace(thing, is_new ? Seen() : look(*found, clock_->now()));
  return true;
}

std::vector<mqtt::JobsMessage> JobNotices::changes(std::string_view thing) {
  std::vector<mqtt::JobsMessage> messages;
  const auto before = seen_.find(thing);
  // Also a thing that the scenario no longer has: nothing is pending in it any more.
  state::ThingState* const found = before == seen_.end() ? nullptr : world_->find_made(thing);
  if (found == nullptr) {
    return messages;
  }
  const base::Instant now = clock_->now();
  Seen seen = look(*found, now);
  if (seen.pending != before->second.pending) {
    Inquiry inquiry;
    const plan::Question question{*scenario_, documents_, inquiry.call,     found,
                                  {},         now,        inquiry.commands, inquiry.random};
    messages.push_back(mqtt::notify(thing, plan::answer_get_pending_job_executions(question).body, now));
  }
  if (seen.next != before->second.next) {
    messages.push_back(mqtt::notify_next(thing, seen.next ? seen.next_body : "{}", now));
  }
  before->second = std::move(seen);
  return messages;
}

}  // namespace jobrig::hosting
