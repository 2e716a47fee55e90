#include "plan/fault_choice.h"

#include <algorithm>

namespace jobrig::plan {

void choose_faults(const std::vector<model::FaultUse>& uses, base::Random& random,
                   std::vector<const model::Fault*>& struck) {
  const auto is_certain = [](const model::FaultUse& use) { return use.chance >= 1; };
  const bool rolls = !std::all_of(uses.begin(), uses.end(), is_certain);
  const double roll = rolls ? random.uniform() : 0;
  double from = 0;
  for (const model::FaultUse& use : uses) {
    if (is_certain(use)) {
      struck.push_back(use.fault.get());
      continue;
    }
    const double to = from + use.chance;
    if (roll >= from && roll < to) {
      struck.push_back(use.fault.get());
    }
    from = to;
  }
}

void order_by_phase(std::vector<const model::Fault*>& struck) {
  std::stable_sort(struck.begin(), struck.end(),
                   [](const model::Fault* a, const model::Fault* b) { return a->phase() < b->phase(); });
}

}  // namespace jobrig::plan
