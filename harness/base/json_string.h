// JSON string: escapes strings for JSON that is built by hand (response bodies, the journal). It writes only strings
// and parses nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jobrig::base {

/// Appends the text in quotes, escaped as RFC 8259 section 7 requires. Valid UTF-8 is copied. Each byte that is not
/// part of a valid UTF-8 sequence becomes U+FFFD.
void append_json_string(std::string& json, std::string_view text);

/// The same, as a new string.
std::string json_string(std::string_view text);

/// Appends the escaped text without quotes, up to the first byte that is not valid UTF-8. Returns the number of bytes
/// of `text` that it consumed.
std::size_t append_json_characters(std::string& json, std::string_view text);

}  // namespace jobrig::base
