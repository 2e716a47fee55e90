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

}  // namespace

void Plan::clear() {
  Plan fresh;
  reuse(fresh.reply.error, reply.error);
  reuse(fresh.reply.body, reply.body);
  reuse(fresh.reply.request_id, reply.request_id);
  reuse(fresh.decision, decision);
  fresh.faults.swap(faults);
  fresh.faults.clear();
  *this = std::move(fresh);
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
