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
    return "the scenario has \"tls\" settings, and this server does not use TLS; start it with --tls";
  }
  if (over_tls && next.tls != served.tls) {
    return "the \"tls\" settings differ from those of the server, which reads them at the start; restart serve "
           "with "
           "it";
  }
  return std::nullopt;
}

std::optional<std::string> cannot_share_port(const model::Scenario& scenario) {
  if (!scenario.tls.empty()) {
    return "a sandbox uses the TLS settings of its port; a scenario with \"tls\" needs its own jobrig serve";
  }
  if (!scenario.connections.empty()) {
    return "\"connections\" apply before the path of a sandbox is read; such a scenario needs its own jobrig serve";
  }
  if (const model::FaultUse* const use = struck_at_accept(scenario)) {
    return "\"" + std::string(use->fault->name()) +
           "\" at accept applies before the path of a sandbox is read; such a scenario needs its own jobrig serve";
  }
  return std::nullopt;
}

}  // namespace jobrig::hosting
