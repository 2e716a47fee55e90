// Command arguments: the readers of the arguments that only StartCommandExecution has. They do not look up the target.
// Include it in .cc files only.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "contract/constraints.h"
#include "contract/operations.h"
#include "model/call.h"

namespace jobrig::contract {

/// If the target is a thing, it becomes the thing of the call.
Violation read_target_arn(const ArgumentRow& argument, const nlohmann::json& body, model::Call& call);
Violation read_command_arn(const ArgumentRow& argument, const nlohmann::json& body, model::Call& call);
/// A map of one or more names to exactly one typed value each: {"speed": {"I": 5}}.
Violation read_command_parameters(const ArgumentRow& argument, const nlohmann::json& body, model::Call& call);
Violation read_command_timeout(const ArgumentRow& argument, const nlohmann::json& body, model::Call& call);
/// Also keeps the other members, which must be equal in two calls with the same token.
Violation read_client_token(const ArgumentRow& argument, const nlohmann::json& body, model::Call& call);

}  // namespace jobrig::contract
