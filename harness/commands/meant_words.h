// Meant words: the options and commands of other programs, and what they are called here: `--port` is `--listen`. They
// are too different for a comparison of their letters (base/suggest.h does that).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commands/options.h"

namespace jobrig::commands {

/// What to write instead of an option that the command does not have, for the end of a message:
/// `; did you mean "--listen"?`. Empty: unknown.
std::string meant_option(std::string_view given, const Options& options);

/// The command that a user means: `serve` for `run`.
std::optional<std::string_view> meant_command(std::string_view given);

}  // namespace jobrig::commands
