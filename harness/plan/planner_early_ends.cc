// Where the planner ends a connection early: when it is accepted, or after the head of a request.
#include <algorithm>

#include "conditions/catalogue.h"
#include "contract/operations.h"
#include "plan/fault_choice.h"
#include "plan/planner.h"
#include "plan/request_key.h"

namespace jobrig::plan {

model::Opening Planner::at_accept() {
  model::Opening opening = connections_->choice.next();
  if (opening.end) {
    opening.end->arrived = clock_.now();
  } else {
    opening.end = end_at_accept();
  }
  return opening;
}

// Only the first rule whose window is open applies, as for requests.
std::optional<model::EarlyEnd> Planner::end_at_accept() {
  if (accept_rules_.empty()) {
    return std::nullopt;
  }
  const std::uint64_t ordinal = memory_->accepted.fetch_add(1, std::memory_order_relaxed);
  const base::Instant now = clock_.now();
  const base::Duration elapsed = now - clock_.start();
  const auto index = std::find_if(accept_rules_.begin(), accept_rules_.end(), [&](std::uint32_t one) {
    return switches_.is_enabled(one, now) && conditions::hold_at(rules_.rule(one).when, elapsed);
  });
  if (index == accept_rules_.end()) {
    return std::nullopt;
  }
  const model::Rule& rule = rules_.rule(*index);
  base::Random rolls(memory_->accept_stream, ordinal);
  std::vector<const model::Fault*> struck;
  plan::choose_faults(rule.faults, rolls, struck, elapsed, model::Moment::kAccept);
  if (struck.empty()) {
    return std::nullopt;
  }
  model::EarlyEnd end = end_early(struck, rolls);
  end.arrived = now;
  end.decision.ordinal = ordinal;
  end.decision.rule = rule.name;
  return end;
}

std::optional<model::EarlyEnd> Planner::at_request_head(const model::Call& call) {
  const model::Key names{std::string(thing_of_key(call)), std::string(job_of_key(call))};
  const LockedKey key = memory_->keys.lock(names.thing, names.job);
  if (key.state == nullptr) {
    return std::nullopt;
  }
  const base::Instant now = clock_.now();
  const base::Duration elapsed = now - clock_.start();
  const Choice choice = choose(key, circumstances_of(*key.state, call, now, nullptr), nullptr);
  base::Random rolls = fault_rolls(*key.state, key.state->next_ordinal);
  std::vector<const model::Fault*> struck;
  choose_faults(choice, rolls, elapsed, model::Moment::kRequestHead, struck);
  if (struck.empty()) {
    return std::nullopt;
  }
  model::EarlyEnd end = end_early(struck, rolls);
  if (rules_.counts(choice.index)) {
    with_cursor(choice.index, key, [](Cursor& cursor) {
      ++cursor.seen;
      ++cursor.used;
    });
  }
  end.arrived = now;
  end.decision.ordinal = key.state->next_ordinal++;
  end.decision.key = names;
  end.decision.rule = choice.rule->name;
  end.decision.step = choice.step;
  if (call.operation) {
    end.decision.operation = contract::row_of(*call.operation).name;
  }
  return end;
}

model::EarlyEnd Planner::end_early(const std::vector<const model::Fault*>& struck, base::Random& random) {
  model::EarlyEnd end;
  model::Script script;
  model::FaultContext context{random};
  for (const model::Fault* fault : struck) {
    fault->rewrite_script(script, context);
    end.decision.faults.emplace_back(fault->name());
  }
  end.close_action = script.close_action;
  end.request_body_bytes = script.request_body_bytes;
  return end;
}

}  // namespace jobrig::plan
