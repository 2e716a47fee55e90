// Refuse name: the message about a name that no table has. It does not look the name up.
#pragma once

#include <string_view>
#include <vector>

#include "commands/command.h"

namespace jobrig::commands {

/// Writes `unknown WHAT "nmae"; did you mean "name"?` and the advice.
ExitCode refuse_name(std::string_view what, std::string_view name, const std::vector<std::string_view>& known,
                     std::string_view advice, Streams& streams);

}  // namespace jobrig::commands
