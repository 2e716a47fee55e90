// Markdown text: text of a client or of a case that a Markdown reader shows as it is. It writes no markup.
#pragma once

#include <string>
#include <string_view>

namespace jobrig::report {

/// One line, with a backslash before each character that Markdown or HTML would interpret.
std::string markdown_text(std::string_view text);

}  // namespace jobrig::report
