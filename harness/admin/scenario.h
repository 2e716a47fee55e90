// Admin scenario: loads and validates the scenario in the body of an admin call. It does not serve the scenario.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <variant>

#include "admin/call.h"
#include "hosting/scenario_files.h"

namespace jobrig::admin {

bool names_scenario(const nlohmann::json& body);

/// Loads `{"scenario": <text or object>}` or `{"shipped": "demos/outage"}`. If there are errors, returns the response
/// that lists them; `what_stays` is appended to its sentence.
std::variant<std::shared_ptr<const hosting::LoadedScenario>, model::HttpReply> scenario_in(const AdminCall& call,
                                                                                           const nlohmann::json& body,
                                                                                           std::string_view what_stays);

}  // namespace jobrig::admin
