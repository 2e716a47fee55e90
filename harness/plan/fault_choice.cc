#include "plan/fault_choice.h"

#include <algorithm>

namespace jobrig::plan {

double chance_at(const model::FaultUse& use, base::Duration elapsed) {
  if (!use.ramp) {
    return use.chance;
  }
  const model::ChanceRamp& ramp = *use.ramp;
  if (elapsed < ramp.from) {
    return ramp.before;
  }
  if (elapsed >= ramp.to) {
    return ramp.after;
  }
  const double way =
      static_cast<double>((elapsed - ramp.from).count()) / static_cast<double>((ramp.to - ramp.from).count());
  return ramp.before + way * (ramp.after - ramp.before);
}

void choose_faults(const std::vector<model::FaultUse>& uses, base::Random& random,
                   std::vector<const model::Fault*>& struck, base::Duration elapsed, model::Moment moment) {
  const auto is_certain = [](const model::FaultUse& use) { return use.chance >= 1 && !use.ramp; };
  const bool rolls = !std::all_of(uses.begin(), uses.end(), is_certain);
  const double roll = rolls ? random.uniform() : 0;
  double from = 0;
  for (const model::FaultUse& use : uses) {
    const double to = is_certain(use) ? from : from + chance_at(use, elapsed);
    const bool strikes = is_certain(use) || (roll >= from && roll < to);
    if (strikes && use.fault->moment() == moment) {
      struck.push_back(use.fault.get());
    }
    from = to;
  }
}

bool has_moment(const std::vector<model::FaultUse>& uses, model::Moment moment) {
  return std::any_of(uses.begin(), uses.end(),
                     [moment](const model::FaultUse& use) { return use.fault->moment() == moment; });
}

void keep_applicable(std::vector<const model::Fault*>& struck, model::Protocol protocol) {
  std::erase_if(struck, [protocol](const model::Fault* fault) { return !fault->acts_over(protocol); });
}

void order_by_phase(std::vector<const model::Fault*>& struck) {
  std::stable_sort(struck.begin(), struck.end(),
                   [](const model::Fault* a, const model::Fault* b) { return a->phase() < b->phase(); });
}

bool looks_at_load(const model::Rule& rule) {
  const auto any = [](const std::vector<model::FaultUse>& uses) {
    return std::any_of(uses.begin(), uses.end(), [](const model::FaultUse& use) { return use.fault->looks_at_load(); });
  };
  return any(rule.faults) || std::any_of(rule.answers.begin(), rule.answers.end(),
                                         [&](const model::Answer& answer) { return any(answer.faults); });
}

bool prevent_effect(const std::vector<const model::Fault*>& faults) {
  return std::any_of(faults.begin(), faults.end(), [](const model::Fault* fault) { return fault->prevents_effect(); });
}

}  // namespace jobrig::plan
