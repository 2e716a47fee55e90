// Error name: the spelling of an error's name on the wire, for each encoding. In the response, a namespace can precede
// the name and a URI can follow it, and the body can contain the name as `__type` or `code` (Smithy, "AWS restJson1
// protocol", "Operation error serialization"). It does not build replies: plan/ writes names with it, and faults/
// rewrites them.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "model/contract_words.h"

namespace jobrig::contract {

/// The header that contains the name if the body does not.
constexpr std::string_view kErrorTypeHeader = "x-amzn-ErrorType";

/// The members that may contain the name if the header does not.
constexpr std::array<std::string_view, 3> kErrorNameMembers{"__type", "code", "Code"};

/// The name with the namespace and URI of the encoding.
std::string error_name_value(model::ErrorNameEncoding encoding, std::string_view name);

/// The members of the body that contain the name, as JSON text without braces; empty if the header contains it.
std::string error_name_members(model::ErrorNameEncoding encoding, std::string_view name);

/// The name without its namespace and URI.
std::string_view bare_error_name(std::string_view value);

}  // namespace jobrig::contract
