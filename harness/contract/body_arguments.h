// Body arguments: reads the JSON bodies of the operations that change something into a call. Unknown members are passed
// over, as the service does; wrong types and values out of range are refused. It keeps no JSON and knows no protocol.
#pragma once

#include <string>
#include <string_view>

#include "contract/constraints.h"
#include "model/call.h"

namespace jobrig::contract {

/// Each reads `text` into `call` and returns which rule it breaks, or nothing. A text nested more than 100 levels deep
/// is refused before it is parsed.
Violation read_start_next_body(std::string_view text, model::Call& call);
Violation read_update_body(std::string_view text, model::Call& call);
/// Takes the thing out of targetArn too (`arn:…:thing/NAME`).
Violation read_command_body(std::string_view text, model::Call& call);

}  // namespace jobrig::contract
