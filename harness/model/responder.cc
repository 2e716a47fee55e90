#include "model/responder.h"

#include <algorithm>

namespace jobrig::model {
namespace {

bool pauses_in_virtual_time(const Script& script) {
  return std::any_of(script.steps.begin(), script.steps.end(), [](const ScriptStep& step) {
    const auto* const pause = std::get_if<Pause>(&step);
    return pause != nullptr && pause->virtual_time;
  });
}

// The structured bindings name all members: a new member does not compile until it is cleared too.
void clear_reply(Reply& reply) {
  auto& [error, body, request_id, error_encoding, retry_after, amz_retry_after, retry_date, off_contract, http] = reply;
  clear(error);
  clear(body);
  clear(request_id);
  error_encoding = ErrorNameEncoding::kHeader;
  retry_after.reset();
  amz_retry_after.reset();
  retry_date.reset();
  off_contract = false;
  http.reset();
}

}  // namespace

void Plan::clear() {
  // As in clear_reply().
  auto& [of_reply, of_decision, chosen, draws, of_stage, when, awaited, rest, tickets, others, kept] = *this;
  clear_reply(of_reply);
  model::clear(of_decision);
  chosen.clear();
  draws = base::Random(0, 0);
  of_stage.reset();
  when.reset();
  awaited.reset();
  rest.reset();
  tickets.clear();
  others = 0;
  kept.reset();
}

void Plan::apply_wire_faults(Script& script) {
  FaultContext context{random, arrived.value_or(base::Instant()), other_requests};
  for (const Fault* const fault : faults) {
    fault->rewrite_script(script, context);
    decision.faults.emplace_back(fault->name());
  }
  if (stage && pauses_in_virtual_time(script)) {
    script.clock = std::shared_ptr<const base::Clock>(stage, &stage->scenario_time());
  }
}

std::shared_ptr<Stage> Plan::take_stage() {
  if (in_flight.empty()) {
    return std::move(stage);
  }
  struct Both {
    std::shared_ptr<Stage> stage;
    std::vector<std::shared_ptr<void>> in_flight;  // destroyed first
  };
  Stage* const pointer = stage.get();
  return {std::make_shared<Both>(Both{std::move(stage), std::move(in_flight)}), pointer};
}

}  // namespace jobrig::model
