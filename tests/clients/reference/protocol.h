// Protocol: the client side of the client protocol (schemas/client-protocol.md, version 1): parses lines into calls and
// formats their results as lines. It makes no calls.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "clients/reference/call.h"

namespace jobrig::reference {

std::string hello_line(const Hello& hello);
Call read_call(const nlohmann::json& message);
std::string success_line(const nlohmann::json& id, const nlohmann::json& answer,
                         const std::vector<nlohmann::json>* answers);
std::string failure_line(const nlohmann::json& id, const Failure& failure, const std::vector<nlohmann::json>* answers);

}  // namespace jobrig::reference
