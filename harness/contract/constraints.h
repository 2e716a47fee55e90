// Constraints: the rules for names, numbers and texts of a request or an execution. Each function returns nothing, or a
// sentence that names the broken rule. `check` prints that sentence in a diagnostic, and the server sends it as the
// message of a 400. The matchers are written by hand and take linear time; std::regex is not used on untrusted input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/contract_words.h"

namespace jobrig::contract {

using Violation = std::optional<std::string>;

/// 1..128 of [a-zA-Z0-9:_-]
Violation check_thing_name(std::string_view name);
/// 1..64 of [a-zA-Z0-9_-]. With `next_allowed` (DescribeJobExecution), `$next` is also valid, and there is no limit.
Violation check_job_id(std::string_view id, bool next_allowed);
/// A statusDetails key: 1..128 of [a-zA-Z0-9:_-]
Violation check_detail_key(std::string_view key);
/// A statusDetails value: 1..1024 characters (Unicode code points), no control characters (\p{C}), valid UTF-8
Violation check_detail_value(std::string_view value);
/// At most 32768 characters, valid UTF-8
Violation check_job_document(std::string_view text);
/// A signed 64-bit integer in decimal, at least 1, without whitespace or plus sign. The error names the parameter.
base::Result<std::int64_t> parse_execution_number(std::string_view text);
/// `true` or `false`. The error names the parameter.
base::Result<bool> parse_boolean(std::string_view name, std::string_view text);

}  // namespace jobrig::contract
