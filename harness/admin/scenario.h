// Admin scenario: the scenario that the body of an admin call brings, loaded and checked. For the routes that take one.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <variant>

#include "admin/call.h"
#include "hosting/scenario_files.h"

namespace jobrig::admin {

bool names_scenario(const nlohmann::json& body);

/// `{"scenario": <text or object>}` or `{"shipped": "demos/outage"}`, or the answer that tells its mistakes.
/// `what_stays` is put behind the sentence of that.
std::variant<std::shared_ptr<const hosting::LoadedScenario>, model::HttpReply> scenario_in(const AdminCall& call,
                                                                                           const nlohmann::json& body,
                                                                                           std::string_view what_stays);

}  // namespace jobrig::admin
