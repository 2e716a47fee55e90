// JSON text: appends values to a JSON text, without a document in between: the answers' bodies are written for each
// request. It checks no shape: who calls it puts the commas and braces.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/contract_words.h"

namespace jobrig::plan {

/// In quotes, escaped as RFC 8259 demands; UTF-8 stays as it is, and each byte that is part of none becomes U+FFFD.
void append_json_string(std::string& json, std::string_view text);
void append_json_integer(std::string& json, std::int64_t number);
/// In the unit, rounded down; float-seconds with three decimals, as AWS's own command line shows them.
void append_json_timestamp(std::string& json, base::Instant instant, model::TimestampUnit unit);

}  // namespace jobrig::plan
