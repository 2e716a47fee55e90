// Error name: how an error's name is spelled on the wire in each of its encodings. Smithy, "AWS restJson1
// protocol", "Operation error serialization": a name may carry a namespace before it and a URI behind it, and may stand
// in the body as `__type` or `code`.
// It makes no replies: plan/ writes names with it, faults/ rewrites them.
#pragma once

#include <string>
#include <string_view>

#include "model/contract_words.h"

namespace jobrig::contract {

/// The header that holds the name where no member of the body does.
constexpr std::string_view kErrorTypeHeader = "x-amzn-ErrorType";

/// The body's member that holds the name (`__type`, `code`, `Code`); empty when the name is in the header.
std::string_view error_name_member(model::ErrorNameEncoding encoding);

/// The header's value: the bare name, or with the URI or the namespace that the encoding adds.
std::string error_type_value(model::ErrorNameEncoding encoding, std::string_view name);

}  // namespace jobrig::contract
