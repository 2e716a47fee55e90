// JSON numbers: appends integers and timestamps to a JSON text, without a document in between: the bodies of responses
// are written for each request. It checks no shape: the caller puts the commas and braces.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "model/contract_words.h"

namespace jobrig::plan {

void append_json_integer(std::string& json, std::int64_t number);
/// In the unit, rounded down; float-seconds with three decimals, as AWS's own command line shows them.
void append_json_timestamp(std::string& json, base::Instant instant, model::TimestampUnit unit);

}  // namespace jobrig::plan
