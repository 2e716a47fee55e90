// Base64 (RFC 4648 section 4, with padding): how bytes that are no text stand in JSON. Nothing lenient.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jobrig::base {

void append_base64(std::string_view bytes, std::string& out);
std::string to_base64(std::string_view bytes);
/// Nothing when the text is not exactly what to_base64 gives for some bytes.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace jobrig::base
