// CI commands: keeps a CI system from obeying text that a client wrote and that its log shows. Such systems read
// commands from the output of every program: lines that begin with `::`, after blanks (GitHub Docs, "Workflow
// commands"), and
// `##[…]`, `##vso[…]` and `##teamcity[…]` anywhere in a line (GitHub's runner, Azure Pipelines, TeamCity). It does not
// know which commands exist.
#pragma once

#include <string>
#include <string_view>

namespace jobrig::report {

/// How a format writes a character so that its readers show it and a CI system does not see it.
struct CommandEscapes {
  std::string_view colon;        // empty: lines of the format do not begin with text of a client
  std::string_view number_sign;  // empty: the format has escaped them
};

/// For text that people read.
inline constexpr CommandEscapes kTextEscapes{"\\x3a", "\\x23"};

/// Returns the text with the second sign of each beginning of a command escaped, or the first colon.
std::string without_commands(std::string_view text, const CommandEscapes& escapes = kTextEscapes);

}  // namespace jobrig::report
