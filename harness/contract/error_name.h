// Error name: the spelling of an error's name on the wire, for each encoding. In the response, a namespace can precede
// the name and a URI can follow it, and the body can contain the name as `__type` or `code` (Smithy, "AWS restJson1
// protocol", "Operation error serialization"). It does not build replies: plan/ writes names with it, and faults/
// rewrites them.
#pragma once

#include <string>
#include <string_view>

#include "model/contract_words.h"

namespace jobrig::contract {

/// The header that contains the name if the body does not.
constexpr std::string_view kErrorTypeHeader = "x-amzn-ErrorType";

/// The body member that contains the name (`__type`, `code`, `Code`); empty if the name is in the header.
std::string_view error_name_member(model::ErrorNameEncoding encoding);

/// The value of the header: the name, with the URI or namespace of the encoding.
std::string error_type_value(model::ErrorNameEncoding encoding, std::string_view name);

}  // namespace jobrig::contract
