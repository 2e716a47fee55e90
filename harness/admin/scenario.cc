// Admin routes for the scenario: read it, replace it, and list its unused rules and responses.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "admin/audit.h"
#include "admin/body.h"
#include "admin/part.h"
#include "admin/routes.h"
#include "admin/scenario.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "contract/editions.h"
#include "contract/shipped_scenarios.h"
#include "hosting/kept_state.h"
#include "hosting/scenario_replacement.h"
#include "load/sources.h"

namespace jobrig::admin {
namespace {

using Ordered = nlohmann::ordered_json;

std::vector<std::string_view> shipped_names() {
  std::vector<std::string_view> names;
  names.reserve(contract::shipped_scenarios().size());
  for (const contract::ShippedScenario& scenario : contract::shipped_scenarios()) {
    names.push_back(scenario.name);
  }
  return names;
}

/// Returns the scenario files that the body contains or names.
std::vector<load::Source> sources_in(const nlohmann::json& body) {
  if (const auto shipped = text_member(body, "shipped")) {
    std::vector<load::Source> sources = load::shipped_sources(*shipped);
    if (sources.empty()) {
      throw AdminMistake(
          422, "unknown built-in scenario " + base::quoted(*shipped) + base::did_you_mean(*shipped, shipped_names()));
    }
    return sources;
  }
  // A YAML text, or the scenario as an object: JSON is valid YAML.
  const nlohmann::json& given = body.at("scenario");
  if (given.is_string() && contract::shipped_scenario(given.get<std::string>()) != nullptr) {
    throw AdminMistake(422,
                       "\"scenario\" is the text of one; the one of that name inside the program is available by "
                       "{\"shipped\": " +
                           given.dump() + "}");
  }
  return {{"scenario", "scenario.yaml", given.is_string() ? given.get<std::string>() : given.dump(2), {}}};
}

Ordered scenario_json(const hosting::Generation& generation, bool with_text) {
  const model::Scenario& scenario = *generation.scenario;
  Ordered answer{{"names", generation.source->names},
                 {"contract", contract::row_of(scenario.edition).word},
                 {"seed", generation.seed},
                 {"things", scenario.things.size()},
                 {"rules", scenario.rules.size()}};
  if (with_text) {
    answer["files"] = Ordered::array();
    for (const hosting::LoadedScenario::File& file : generation.source->files) {
      answer["files"].push_back({{"name", file.name}, {"path", file.path}, {"text", file.text}});
    }
  }
  return answer;
}

/// Returns the responses of the rule (from 1) that were not used.
std::vector<std::uint32_t> unused_steps(const model::Rule& rule, const hosting::Uses& uses) {
  std::vector<std::uint32_t> steps;
  for (std::uint32_t step = 1; step <= rule.answers.size(); ++step) {
    if (!uses.contains({rule.name, step})) {
      steps.push_back(step);
    }
  }
  return steps;
}

bool is_used(const model::Rule& rule, const hosting::Uses& uses) {
  const auto first = uses.lower_bound({rule.name, 0});
  return first != uses.end() && first->first.first == rule.name;
}

// A scenario can have 10^5 things.
constexpr std::size_t kMaxNames = 100;

Ordered names_json(const std::vector<std::string>& names) {
  auto json = Ordered::array();
  for (std::size_t i = 0; i < std::min(names.size(), kMaxNames); ++i) {
    json.push_back(names[i]);
  }
  return json;
}

Ordered names_json(const hosting::NamesThatDiffer& names) {
  Ordered json{{"added", names_json(names.added)},
               {"changed", names_json(names.changed)},
               {"removed", names_json(names.removed)}};
  const auto beyond = [](const std::vector<std::string>& list) {
    return list.size() - std::min(list.size(), kMaxNames);
  };
  if (const std::size_t more = beyond(names.added) + beyond(names.changed) + beyond(names.removed); more > 0) {
    json["more"] = more;
  }
  return json;
}

void add_difference(const hosting::ScenarioDifference& difference, const state::ReplacedExecutions& executions,
                    Ordered& answer) {
  answer["changed_rules"] = names_json(difference.rules);
  answer["changed_things"] = names_json(difference.things);
  answer["changed_executions"] = names_json(difference.executions);
  answer["changed_settings"] = difference.settings;
  answer["settings_at_reset"] = difference.at_reset;
  answer["executions"] = {{"kept", executions.kept},
                          {"restarted", executions.restarted},
                          {"added", executions.added},
                          {"removed", executions.removed},
                          {"unfinished", executions.unfinished}};
  answer["unfinished"] = executions.names;
}

/// Replaces the scenario; executions, counters, time and journal stay.
model::Plan keep_state(const AdminCall& call, const std::shared_ptr<const hosting::LoadedScenario>& scenario) {
  hosting::KeptState kept = [&] {
    try {
      return hosting::prepare_keeping_state(*call.sandbox, scenario);
    } catch (const hosting::NoRoomForThings& problem) {
      throw AdminMistake(503, problem.what());
    }
  }();
  Audit audit(call, "replaced the scenario and kept the state");
  Ordered answer = scenario_json(kept.next.generation(), false);
  const state::ReplacedExecutions executions = kept.next.begin_with_things();
  call.subject.sandboxes.scenario_changed();
  audit.record();
  add_difference(kept.difference, executions, answer);
  return plan_for(json_reply(200, answer));
}

/// A YAML body is the scenario itself, unless it names one.
nlohmann::json scenario_body(const AdminCall& call) {
  if (call.is_yaml) {
    const nlohmann::json given = body_as_json(call);
    if (!given.is_object() || !names_scenario(given)) {
      return {{"scenario", std::string(call.body)}};
    }
  }
  return read_body(call, {"scenario", "shipped"});
}

}  // namespace

bool names_scenario(const nlohmann::json& body) { return body.contains("scenario") || body.contains("shipped"); }

std::variant<std::shared_ptr<const hosting::LoadedScenario>, model::HttpReply> scenario_in(
    const AdminCall& call, const nlohmann::json& body, std::string_view what_stays) {
  if (body.contains("scenario") == body.contains("shipped")) {
    throw AdminMistake(
        400, R"(the body needs "scenario" (YAML text or an object) or "shipped" (the name of a built-in scenario))");
  }
  if (body.contains("scenario") && !body["scenario"].is_string() && !body["scenario"].is_object()) {
    throw AdminMistake(400, "\"scenario\" must be YAML text or an object");
  }
  base::Diagnostics diagnostics;
  if (auto loaded = hosting::load_sources(sources_in(body), call.subject.contract, diagnostics)) {
    return std::make_shared<const hosting::LoadedScenario>(*std::move(loaded));
  }
  return mistakes_reply("the scenario has mistakes" + std::string(what_stays), diagnostics);
}

model::Plan answer_scenario(const AdminCall& call) {
  return plan_for(json_reply(200, scenario_json(*call.sandbox->generation(), true)));
}

model::Plan answer_replace_scenario(const AdminCall& call) {
  const auto keep = query_text(call, "keep");
  if (keep && *keep != "state") {
    throw AdminMistake(400, "\"keep\" must be \"state\", not " + base::quoted(*keep));
  }
  const nlohmann::json body = scenario_body(call);
  auto loaded = scenario_in(call, body, "; the old scenario stays");
  if (auto* const refusal = std::get_if<model::HttpReply>(&loaded)) {
    return plan_for(std::move(*refusal));
  }
  auto& scenario = std::get<std::shared_ptr<const hosting::LoadedScenario>>(loaded);
  const auto problem =
      call.sandbox == call.subject.sandboxes.main()
          ? hosting::cannot_replace(*call.sandbox->generation()->scenario, scenario->scenario, call.subject.over_tls)
          : hosting::cannot_share_port(scenario->scenario);
  if (problem) {
    throw AdminMistake(422, *problem);
  }
  if (keep) {
    return keep_state(call, scenario);
  }
  hosting::Sandbox::Next next = call.sandbox->prepare(scenario);
  Audit audit(call, "replaced the scenario");
  model::Plan plan = plan_for(json_reply(200, scenario_json(next.generation(), false)));
  next.begin();  // now nothing can fail any more
  call.subject.sandboxes.scenario_changed();
  audit.record();
  return plan;
}

model::Plan answer_unused(const AdminCall& call) {
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const hosting::Uses uses = generation->uses();
  auto rules = Ordered::array();
  for (const model::Rule& rule : generation->scenario->rules) {
    const bool used = is_used(rule, uses);
    const std::vector<std::uint32_t> steps = unused_steps(rule, uses);
    if (!used || !steps.empty()) {
      rules.push_back({{"rule", rule.name},
                       {"file", rule.location.file},
                       {"line", rule.location.line},
                       {"used", used},
                       {"steps", steps}});
    }
  }
  return plan_for(json_reply(200, {{"rules", std::move(rules)}}));
}

}  // namespace jobrig::admin
