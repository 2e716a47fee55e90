#include "load/scenario_contents.h"

#include <iterator>
#include <utility>
#include <vector>

#include "load/context.h"
#include "load/rules.h"
#include "load/things.h"

namespace jobrig::load {

std::string read_summary(base::Fields& fields) {
  std::string summary = fields.text("summary").value_or("");
  if (summary.find('\n') != std::string::npos) {
    fields.report("summary", "\"summary\" must be one line");
  }
  return summary;
}

void apply_settings(const Settings& settings, model::Edition when_unstated, model::Scenario& scenario) {
  scenario.edition = settings.contract ? settings.contract->value : when_unstated;
  scenario.seed = settings.seed ? std::optional(settings.seed->value) : std::nullopt;
  scenario.clock = settings.clock ? settings.clock->value : scenario.clock;
  scenario.timestamps = settings.timestamps ? settings.timestamps->value : scenario.timestamps;
  scenario.pending_limit = settings.pending_limit ? settings.pending_limit->value : scenario.pending_limit;
  scenario.any_content_type = settings.any_content_type && settings.any_content_type->value;
  scenario.echoes_traceparent = settings.echoes_traceparent && settings.echoes_traceparent->value;
  scenario.signatures = settings.signatures ? settings.signatures->value : scenario.signatures;
  scenario.tls = settings.tls ? settings.tls->value : scenario.tls;
  scenario.connections = settings.connections ? settings.connections->value : scenario.connections;
}

void append_contents(const base::Node& root, const ReadBeside& read_beside, const Settings& settings,
                     model::Scenario& scenario, base::Diagnostics& diagnostics) {
  const Context context{scenario.edition,
                        !settings.gone_when_terminal || settings.gone_when_terminal->value,
                        settings.timeout_delay ? settings.timeout_delay->value : base::Duration::zero(),
                        scenario.clock.start,
                        read_beside,
                        diagnostics};
  if (const base::Node* const things = root.find("things")) {
    std::vector<model::Thing> more = read_things(*things, context);
    std::move(more.begin(), more.end(), std::back_inserter(scenario.things));
  }
  if (const base::Node* const rules = root.find("rules")) {
    append_rules(*rules, scenario.rules, context);
  }
}

void append_rule(const base::Node& rule, model::Scenario& scenario, base::Diagnostics& diagnostics) {
  base::Node list;
  list.kind = base::Node::Kind::kList;
  list.location = rule.location;
  list.items.push_back(rule);
  const ReadBeside nothing;
  append_rules(list, scenario.rules, {scenario.edition, true, {}, scenario.clock.start, nothing, diagnostics});
}

void change_first_rule(const base::Node& change, model::Scenario& scenario, base::Diagnostics& diagnostics) {
  const ReadBeside nothing;
  change_rule(change, scenario.rules.front(), {scenario.edition, true, {}, scenario.clock.start, nothing, diagnostics});
}

void append_things(const base::Node& things, model::Scenario& scenario, base::Diagnostics& diagnostics) {
  const ReadBeside nothing;
  std::vector<model::Thing> more =
      read_things(things, {scenario.edition, true, {}, scenario.clock.start, nothing, diagnostics});
  std::move(more.begin(), more.end(), std::back_inserter(scenario.things));
}

}  // namespace jobrig::load
