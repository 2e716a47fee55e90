// Diagnostics text: the mistakes of a user's files as text for people (with the line and a caret) and as JSON for
// programs. It decides nothing and prints nothing.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace jobrig::report {

/// The texts that diagnostics speak of, by the file's name as their places call it. A file that is not there gets
/// no line and no caret.
using SourceTexts = std::map<std::string, std::string, std::less<>>;

/// `file:line:col: message`, below it the line and a caret under the column, in the order of the places. Long lines are
/// cut around the caret. Each diagnostic ends in a newline; none gives an empty text.
std::string diagnostics_text(const base::Diagnostics& diagnostics, const SourceTexts& texts);

/// One JSON object: {"files":N,"mistakes":[{"file","line","column","message"}],"left_out":N}; line and column are 0
/// for a file as a whole.
std::string diagnostics_json(const base::Diagnostics& diagnostics, std::size_t files);

}  // namespace jobrig::report
