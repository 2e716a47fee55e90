// Diagnostics text: formats errors in users' files as text (with the line and a caret) and as JSON. It finds no errors
// and prints nothing.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace jobrig::report {

/// The texts of the files in the diagnostics, by file name as in their places. Diagnostics of a file that is missing
/// here are printed without line and caret.
using SourceTexts = std::map<std::string, std::string, std::less<>>;

/// `file:line:col: message`, followed by the line and a caret under the column, in the order of the places. Long lines
/// are cut around the caret. Warnings follow the mistakes, as `file:line:col: warning: message`. Each diagnostic ends
/// in a newline; without diagnostics the text is empty.
std::string diagnostics_text(const base::Diagnostics& diagnostics, const SourceTexts& texts);

/// One JSON object: {"files":N,"mistakes":[{"file","line","column","message"}],"left_out":N},
/// and "warnings" like "mistakes" if there are any. Line and column are 0 for
/// an error of a whole file.
std::string diagnostics_json(const base::Diagnostics& diagnostics, std::size_t files);

}  // namespace jobrig::report
