// Admin routes for executions: add one to a thing now, and change one as the service does. Rules, counters and journal
// stay.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "admin/audit.h"
#include "admin/body.h"
#include "admin/part.h"
#include "admin/routes.h"
#include "base/fields.h"
#include "base/quote.h"
#include "base/units.h"
#include "contract/constraints.h"
#include "contract/statuses.h"
#include "load/scenario_contents.h"
#include "plan/verify_answers.h"

namespace jobrig::admin {
namespace {

using OrderedExecution = nlohmann::ordered_json;

OrderedExecution execution_json(std::string_view thing, const state::Selection& selection) {
  const state::ExecutionState& execution = *selection.execution;
  OrderedExecution json{{"thing", thing},
                        {"job", selection.job->id},
                        {"number", execution.written().number},
                        {"exists", execution.exists()},
                        {"status", contract::word_of(execution.status())},
                        {"version", execution.version_number()}};
  json["details"] = OrderedExecution::object();
  for (const auto& [key, value] : execution.details()) {
    json["details"][key] = value;
  }
  return json;
}

base::Node map_of(std::string key, base::Node value) {
  base::Node map;
  map.kind = base::Node::Kind::kMap;
  map.location = value.location;
  map.entries.push_back({std::move(key), value.location, std::move(value)});
  return map;
}

/// Removes a member of the tree and returns its text.
std::string take_text(base::Node& tree, std::string_view key, base::Diagnostics& diagnostics) {
  const auto found = std::find_if(tree.entries.begin(), tree.entries.end(),
                                  [key](const base::Entry& entry) { return entry.key == key; });
  const std::string what = "\"" + std::string(key) + "\"";
  if (found == tree.entries.end()) {
    diagnostics.add(tree.location, "the body needs " + what + R"(: {"thing":"thermostat-1","job":"firmware-8"})");
    return {};
  }
  const auto text = base::read_text(found->value, what, diagnostics);
  tree.entries.erase(found);
  return text.value_or("");
}

model::HttpReply execution_mistakes(const base::Diagnostics& diagnostics) {
  return mistakes_reply("the execution has mistakes; nothing was changed", diagnostics);
}

void check_name(const char* what, const std::optional<std::string>& violation) {
  if (violation) {
    throw AdminMistake(422, std::string("\"") + what + "\": " + *violation);
  }
}

struct GivenJob {
  std::string thing;
  model::Job job;
};

/// Reads the job in the body, or returns the response that lists its mistakes.
std::variant<GivenJob, model::HttpReply> job_in(const AdminCall& call, const model::Scenario& served) {
  base::Node tree = body_as_tree(call);
  base::Diagnostics diagnostics;
  if (!tree.is_map()) {
    throw AdminMistake(400, R"(the body must be a map: {"thing":"thermostat-1","job":"firmware-8"})");
  }
  GivenJob given;
  given.thing = take_text(tree, "thing", diagnostics);
  const std::string job = take_text(tree, "job", diagnostics);
  if (!diagnostics.empty()) {
    return execution_mistakes(diagnostics);
  }
  check_name("thing", contract::check_thing_name(given.thing));
  check_name("job", contract::check_job_id(job, false));
  if (tree.entries.empty()) {  // a job without members is QUEUED
    base::Node queued;
    queued.kind = base::Node::Kind::kScalar;
    queued.text = "QUEUED";
    queued.location = tree.location;
    tree = map_of("status", std::move(queued));
  }
  model::Scenario alone = settings_of(served);
  load::append_things(map_of(given.thing, map_of(job, std::move(tree))), alone, diagnostics);
  if (diagnostics.empty()) {
    plan::verify_answers(alone, diagnostics);
  }
  if (!diagnostics.empty()) {
    return execution_mistakes(diagnostics);
  }
  given.job = std::move(alone.things.front().jobs.front());
  return given;
}

/// Reads the change in the body, or returns the response that lists its mistakes.
std::variant<state::ServiceChange, model::HttpReply> change_in(const AdminCall& call, const model::Scenario& served) {
  base::Node tree = body_as_tree(call);
  base::Diagnostics diagnostics;
  state::ServiceChange change;
  base::Fields fields(tree, "a change", diagnostics);
  change.remove = fields.boolean("remove").value_or(false);
  const bool has_status = fields.node("status") != nullptr;
  const bool has_details = fields.node("details") != nullptr;
  const bool has_document = fields.node("document") != nullptr;
  fields.finish();
  if (!diagnostics.empty()) {
    return execution_mistakes(diagnostics);
  }
  std::erase_if(tree.entries, [](const base::Entry& entry) { return entry.key == "remove"; });
  if (tree.entries.empty()) {
    if (!change.remove) {
      throw AdminMistake(400, R"(the body needs "status", "details", "document" or "remove": {"status":"CANCELED"})");
    }
    return change;
  }
  model::Scenario alone = settings_of(served);
  load::append_things(map_of("t", map_of("j", std::move(tree))), alone, diagnostics);
  if (!diagnostics.empty()) {
    return execution_mistakes(diagnostics);
  }
  const model::Execution& execution = alone.things.front().jobs.front().executions.front();
  change.status = has_status ? std::optional(execution.status) : std::nullopt;
  change.details = has_details ? std::optional(execution.details) : std::nullopt;
  change.document = has_document ? execution.document : std::nullopt;
  return change;
}

std::string words_of(const state::ServiceChange& change) {
  std::string words;
  const auto add = [&words](const std::string& word) { words += (words.empty() ? "" : ", ") + word; };
  if (change.status) {
    add("status " + std::string(contract::word_of(*change.status)));
  }
  if (change.details) {
    add("new details");
  }
  if (change.document) {
    add("a new document");
  }
  if (change.remove) {
    add("removed");
  }
  return words;
}

std::string name_of(std::string_view thing, std::string_view job, std::int64_t number) {
  return "execution " + std::to_string(number) + " of job " + base::quoted(job) + " of thing " + base::quoted(thing);
}

}  // namespace

model::Plan answer_add_execution(const AdminCall& call) {
  const std::unique_lock<std::mutex> hold = call.sandbox->hold();
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  auto read = job_in(call, *generation->scenario);
  if (auto* const refusal = std::get_if<model::HttpReply>(&read)) {
    return plan_for(std::move(*refusal));
  }
  const GivenJob& given = std::get<GivenJob>(read);
  const std::string& job = given.job.name.prefix;
  const std::int64_t number = given.job.executions.front().number;
  Audit audit(call, "added " + name_of(given.thing, job, number));
  model::Plan plan = plan_for(json_reply(201, {{"thing", given.thing}, {"job", job}, {"number", number}}));
  switch (generation->world.add(given.thing, given.job, generation->virtual_clock.now())) {
    case state::World::Added::kExists:
      throw AdminMistake(409, name_of(given.thing, job, number) +
                                  " exists already; PATCH /executions/{thing}/{job}/{number} changes it");
    case state::World::Added::kNoRoom:
      throw AdminMistake(503,
                         "jobrig has no room for the state of one more execution; POST /reset frees what others use");
    case state::World::Added::kDone:
      break;
  }
  generation->planner.look_up_again(given.thing);
  audit.record();
  return plan;
}

model::Plan answer_change_execution(const AdminCall& call) {
  const std::string& thing = call.path.at("thing");
  const std::string& job = call.path.at("job");
  const auto number = contract::parse_execution_number(call.path.at("number"));
  if (!number) {
    throw AdminMistake(400, number.error().message);
  }
  const std::unique_lock<std::mutex> hold = call.sandbox->hold();
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  auto read = change_in(call, *generation->scenario);
  if (auto* const refusal = std::get_if<model::HttpReply>(&read)) {
    return plan_for(std::move(*refusal));
  }
  const state::ServiceChange& change = std::get<state::ServiceChange>(read);
  state::ThingState* const state = generation->world.find_thing(thing);
  const auto index = state == nullptr ? std::nullopt : state->find_job(job);
  if (!index) {
    throw AdminMistake(
        404, state == nullptr ? "unknown thing " + base::quoted(thing) : "the thing has no job " + base::quoted(job));
  }
  Audit audit(call, "changed " + name_of(thing, job, *number) + ": " + words_of(change));
  const state::Updated updated = state->change(*index, *number, change, generation->virtual_clock.now());
  if (updated.outcome == state::UpdateOutcome::kNoExecution) {
    throw AdminMistake(404, name_of(thing, job, *number) + " does not exist");
  }
  if (updated.outcome == state::UpdateOutcome::kIllegalTransition) {
    throw AdminMistake(409, name_of(thing, job, *number) + " is " +
                                std::string(contract::word_of(updated.selection.execution->status())) +
                                ", which cannot become " + std::string(contract::word_of(*change.status)));
  }
  model::Plan plan = plan_for(json_reply(200, execution_json(thing, updated.selection)));
  audit.record();
  return plan;
}

}  // namespace jobrig::admin
