// Body members: reads a request's body as one JSON object and takes single members out of it, by name and type. Which
// members an operation has is arguments.cc's business. For .cc files.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "contract/constraints.h"

namespace jobrig::contract {

/// A text nested more than 100 levels deep is refused before it is parsed.
Violation parse_object(std::string_view text, nlohmann::json& body);

/// A member that is there and not null, or nullptr; the service takes null for absent.
const nlohmann::json* find_member(const nlohmann::json& body, std::string_view name);

/// Each leaves its target empty (false, "") when the member is absent.
Violation read_integer(const nlohmann::json& body, std::string_view name, std::optional<std::int64_t>& number);
Violation read_boolean(const nlohmann::json& body, std::string_view name, bool& value);
Violation read_text(const nlohmann::json& body, std::string_view name, std::string& text);

}  // namespace jobrig::contract
