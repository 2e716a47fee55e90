#include "hosting/scenario_replacement.h"

#include <algorithm>

namespace jobrig::hosting {
namespace {

const model::FaultUse* struck_at_accept(const model::Scenario& scenario) {
  const auto find = [](const std::vector<model::FaultUse>& faults) -> const model::FaultUse* {
    const auto use = std::find_if(faults.begin(), faults.end(), [](const model::FaultUse& one) {
      return one.fault->moment() == model::Moment::kAccept;
    });
    return use == faults.end() ? nullptr : &*use;
  };
  for (const model::Rule& rule : scenario.rules) {
    if (const model::FaultUse* const use = find(rule.faults)) {
      return use;
    }
    for (const model::Answer& answer : rule.answers) {
      if (const model::FaultUse* const use = find(answer.faults)) {
        return use;
      }
    }
  }
  return nullptr;
}

}  // namespace

std::optional<std::string> cannot_replace(const model::Scenario& served, const model::Scenario& next, bool over_tls) {
  if (!over_tls && !next.tls.empty()) {
    return "the scenario says how TLS is to be (\"tls\"), and this server has none: start serve with --tls";
  }
  if (over_tls && next.tls != served.tls) {
    return "the scenario's \"tls\" is not the one that is served: certificates are made at the start, so start serve "
           "with "
           "it";
  }
  return std::nullopt;
}

std::optional<std::string> cannot_share_port(const model::Scenario& scenario) {
  if (!scenario.tls.empty()) {
    return "a sandbox shares its port's TLS: a scenario with \"tls\" needs a serve of its own";
  }
  if (const model::FaultUse* const use = struck_at_accept(scenario)) {
    return "\"" + std::string(use->fault->name()) +
           "\" at accept strikes before a sandbox's path is read: such a scenario needs a serve of its own";
  }
  return std::nullopt;
}

}  // namespace jobrig::hosting
