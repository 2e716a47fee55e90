// Plain text: converts bytes of a client or from the wire into text that is safe in a terminal, an editor and XML. It
// does not apply the escapes of a format; each format adds its own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::report {

/// One line: well-formed UTF-8 is kept. Every byte of control characters (including line ends and tabs), of invisible
/// characters and of ill-formed sequences becomes `\xNN`.
std::string one_line(std::string_view bytes);

/// Like one_line for each line: CR LF and LF end a line, tabs become spaces. There is no final empty line; an empty
/// text has no lines.
std::vector<std::string> text_lines(std::string_view text);

/// Wire bytes by line: only CR LF ends a line without a mark; a lone LF is shown as `\x0a` and also ends the line.
std::vector<std::string> wire_lines(std::string_view bytes);

/// Returns the bytes if there are at most `most`. Otherwise returns the first three quarters and the last quarter of
/// `most` bytes, separated by a sentence with the number of omitted bytes.
std::string shortened(std::string_view bytes, std::size_t most);

/// `12.3 ms`, `1.25 s`: a duration for people.
std::string milliseconds_text(double milliseconds);

}  // namespace jobrig::report
