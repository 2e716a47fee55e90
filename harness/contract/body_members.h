// Body members: parses the body of a request as one JSON object and reads single members by name and type. It does not
// know which members an operation has (arguments.cc does). Include it in .cc files only.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "contract/constraints.h"

namespace jobrig::contract {

/// A text nested more than 100 levels deep is rejected before parsing.
Violation parse_object(std::string_view text, nlohmann::json& body);

/// The member, or nullptr if it is absent or null. The service treats null as absent.
const nlohmann::json* find_member(const nlohmann::json& body, std::string_view name);

/// The read_ functions leave the target empty (false, "") if the member is absent.
Violation read_integer(const nlohmann::json& body, std::string_view name, std::optional<std::int64_t>& number);
Violation read_boolean(const nlohmann::json& body, std::string_view name, bool& value);
Violation read_text(const nlohmann::json& body, std::string_view name, std::string& text);

}  // namespace jobrig::contract
