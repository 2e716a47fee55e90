// Admin routes that create, show and delete sandboxes.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "admin/audit.h"
#include "admin/routes.h"
#include "admin/scenario.h"
#include "base/deadline.h"
#include "base/units.h"
#include "hosting/reachable_endpoint.h"
#include "hosting/scenario_replacement.h"

namespace jobrig::admin {
namespace {

using Ordered = nlohmann::ordered_json;

/// Where this client reaches the main port.
std::string endpoint_for(const AdminCall& call) {
  if (!call.subject.public_url.empty()) {
    return call.subject.public_url;
  }
  return hosting::reachable_endpoint(call.subject.endpoint,
                                     call.request == nullptr ? std::string_view() : call.request->header("Host"));
}

Ordered sandbox_json(const AdminCall& call, const hosting::Sandbox& sandbox) {
  const std::shared_ptr<hosting::Generation> generation = sandbox.generation();
  return {{"id", sandbox.id()},
          {"endpoint", endpoint_for(call) + "/" + sandbox.id()},
          {"admin", "/sandboxes/" + sandbox.id()},
          {"names", generation->source->names},
          {"seed", generation->seed},
          {"idle", base::format_duration(sandbox.idle())}};
}

std::optional<std::uint64_t> seed_in(const nlohmann::json& body) {
  const auto seed = body.find("seed");
  if (seed == body.end()) {
    return std::nullopt;
  }
  if (!seed->is_number_integer() || seed->get<std::int64_t>() < 0) {
    throw AdminMistake(400, "\"seed\" must be a whole number from 0 to " + std::to_string(INT64_MAX));
  }
  return seed->get<std::uint64_t>();
}

}  // namespace

model::Plan answer_sandboxes(const AdminCall& call) {
  auto list = Ordered::array();
  for (const std::shared_ptr<hosting::Sandbox>& sandbox : call.subject.sandboxes.all()) {
    list.push_back(sandbox_json(call, *sandbox));
  }
  return plan_for(json_reply(200, {{"sandboxes", std::move(list)}}));
}

model::Plan answer_make_sandbox(const AdminCall& call) {
  const nlohmann::json body = read_body(call, {"scenario", "shipped", "seed", "idle"});
  hosting::Sandbox::Beginning beginning;
  beginning.seed = seed_in(body);
  const auto idle = text_member(body, "idle");
  beginning.idle = idle ? duration_in(*idle, "idle", base::kMaxWait) : call.subject.idle;
  if (names_scenario(body)) {
    auto loaded = scenario_in(call, body, "");
    if (auto* const refusal = std::get_if<model::HttpReply>(&loaded)) {
      return plan_for(std::move(*refusal));
    }
    beginning.scenario = std::get<std::shared_ptr<const hosting::LoadedScenario>>(std::move(loaded));
  } else {
    beginning.scenario = call.subject.sandboxes.main()->generation()->source;
  }
  if (const auto problem = hosting::cannot_share_port(beginning.scenario->scenario)) {
    throw AdminMistake(422, *problem);
  }
  const std::shared_ptr<hosting::Sandbox> made = call.subject.sandboxes.add(std::move(beginning));
  if (!made) {
    throw AdminMistake(
        503, "there are " + std::to_string(hosting::Sandboxes::kMax) + " sandboxes, which is the limit; delete some");
  }
  call.subject.sandbox_made();
  try {
    model::Plan plan = plan_for(json_reply(201, sandbox_json(call, *made)));
    Audit(call, call.subject.sandboxes.main(), "created " + made->id()).record();
    return plan;
  } catch (...) {  // the client would not know its id
    call.subject.sandboxes.remove(made->id());
    throw;
  }
}

model::Plan answer_sandbox(const AdminCall& call) {
  return plan_for(json_reply(200, sandbox_json(call, *call.sandbox)));
}

model::Plan answer_delete_sandbox(const AdminCall& call) {
  Audit audit(call, call.subject.sandboxes.main(), "deleted " + call.sandbox->id());
  model::Plan plan = plan_for(json_reply(200, {{"deleted", call.sandbox->id()}}));
  if (call.subject.sandboxes.remove(call.sandbox->id())) {  // otherwise another call has deleted it
    audit.record();
  }
  return plan;
}

}  // namespace jobrig::admin
