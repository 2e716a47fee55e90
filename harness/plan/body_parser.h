// Body parser: the JSON bodies of the operations that change something. Unknown members are passed over, as the service
// does; wrong types and values out of range are refused. It keeps no JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plan/request_parser.h"

namespace jobrig::plan {

/// Each reads `text` into `parsed` and returns which rule was broken, or nothing. A text nested more than 100 levels
/// deep is refused before it is parsed (shared hazards, "yaml-cpp and JSON").
std::optional<std::string> parse_start_next_body(std::string_view text, ParsedRequest& parsed);
std::optional<std::string> parse_update_body(std::string_view text, ParsedRequest& parsed);
/// Takes the thing out of targetArn too (`arn:…:thing/NAME`).
std::optional<std::string> parse_command_body(std::string_view text, ParsedRequest& parsed);

}  // namespace jobrig::plan
