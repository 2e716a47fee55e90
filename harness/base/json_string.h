// JSON string: the one escaper of strings for JSON texts that are written by hand (bodies of responses, the journal).
// It writes nothing but strings and parses nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jobrig::base {

/// Appends the text in quotes, escaped as RFC 8259 section 7 demands. UTF-8 stays as it is, and each byte that is not
/// part of any becomes U+FFFD.
void append_json_string(std::string& json, std::string_view text);

/// The same as a text of its own.
std::string json_string(std::string_view text);

/// Appends what stands between the quotes, up to the first byte that is not UTF-8. Returns how many bytes of the text
/// that was.
std::size_t append_json_characters(std::string& json, std::string_view text);

}  // namespace jobrig::base
