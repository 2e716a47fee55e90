// Base64 (RFC 4648 section 4, with padding): the form of binary data in JSON. It accepts no variants.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jobrig::base {

void append_base64(std::string_view bytes, std::string& out);
std::string to_base64(std::string_view bytes);
/// Returns nothing unless the text is exactly what to_base64 returns for some bytes.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace jobrig::base
