// JSON numbers: appends integers and timestamps to a JSON text without building a document, because a body is written
// for each request. It does not check the structure: the caller writes commas and braces.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "model/contract_words.h"

namespace jobrig::plan {

void append_json_integer(std::string& json, std::int64_t number);
/// Rounded down to the unit. float-seconds has three decimals, as in the output of the AWS CLI.
void append_json_timestamp(std::string& json, base::Instant instant, model::TimestampUnit unit);

}  // namespace jobrig::plan
