#include "load/replicas.h"

#include <algorithm>

#include "base/quote.h"

namespace jobrig::load {
namespace {

bool is_about_some_connections(const model::FaultUse& use) {
  return use.fault->moment() == model::Moment::kAccept && (use.chance < 1 || use.ramp);
}

bool has_some_connections(const std::vector<model::FaultUse>& uses) {
  return std::any_of(uses.begin(), uses.end(), is_about_some_connections);
}

void warn_about_rule(const model::Rule& rule, base::Diagnostics& diagnostics) {
  if (rule.throttle && rule.throttle->by == model::By::kServer) {
    diagnostics.warn(rule.location, "replicas: each replica has a limit of its own for the rule " +
                                        base::quoted(rule.name) + "; use `by: thing` or `by: job`");
  }
  if (rule.by == model::By::kServer) {
    diagnostics.warn(rule.location, "replicas: each replica counts its own requests for the rule " +
                                        base::quoted(rule.name) + "; use `by: thing` or `by: job`");
  }
  if (has_some_connections(rule.faults) ||
      std::any_of(rule.answers.begin(), rule.answers.end(),
                  [](const model::Answer& answer) { return has_some_connections(answer.faults); })) {
    diagnostics.warn(rule.location, "replicas: chance counts the connections of each replica, so that the rule " +
                                        base::quoted(rule.name) + " selects others than one server");
  }
}

}  // namespace

void warn_about_replicas(const model::Scenario& scenario, const std::string& file, base::Diagnostics& diagnostics) {
  const base::Location whole{file, 0, 0};
  if (!scenario.seed) {
    diagnostics.warn(
        whole,
        "replicas: without `seed` each replica makes one up, so that chance and request IDs differ; add `seed` "
        "or start all with the same --seed");
  }
  if (!scenario.clock.start || scenario.clock.rate != 0) {
    diagnostics.warn(
        whole,
        "replicas: the clock of each replica begins when it starts, so that times differ; add `clock` with "
        "`start` and `rate: 0`, and move the time with jobrig admin");
  }
  if (std::any_of(scenario.tls.begin(), scenario.tls.end(),
                  [](const model::TlsStep& step) { return step.times > 0; })) {
    diagnostics.warn(whole, "replicas: `times` of `tls` counts the connections of each replica");
  }
  for (const model::Rule& rule : scenario.rules) {
    warn_about_rule(rule, diagnostics);
  }
}

}  // namespace jobrig::load
