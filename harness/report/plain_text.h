// Plain text: bytes from a client or from the wire as text that a terminal, an editor and XML can show and obey nothing
// of. It knows no format's own escapes: each format adds those.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::report {

/// One line: well-formed UTF-8 as it is, every byte of control characters (line ends and tabs included), of invisible
/// ones and of ill-formed sequences as `\xNN`.
std::string one_line(std::string_view bytes);

/// As one_line for each line: CR LF and LF end a line, tabs become blanks. No final empty line; nothing gives none.
std::vector<std::string> text_lines(std::string_view text);

/// Wire bytes by line: only CR LF ends one silently; a lone LF is shown as `\x0a` and ends it, too.
std::vector<std::string> wire_lines(std::string_view bytes);

/// The bytes when there are at most `most`; else their first three quarters and last quarter with a sentence between
/// that says how many were left out.
std::string shortened(std::string_view bytes, std::size_t most);

/// `12.3 ms`, `1.25 s`: a length of time for a person.
std::string milliseconds_text(double milliseconds);

}  // namespace jobrig::report
