// RequestLine: the first line of a request: its parts, and whether it is one at all (RFC 9112 section 3). Views only;
// it decodes nothing and knows no route.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "serve/refusal.h"

namespace jobrig::serve {

struct RequestLine {
  std::string_view method;
  std::string_view target;
  std::string_view version;
};

/// Splits at the first two blanks; what is missing is empty.
RequestLine split_request_line(std::string_view line);

/// Cuts `http://authority` off an absolute-form target (RFC 9112 section 3.2.2), as a client behind a proxy setting
/// sends it.
std::string_view origin_form(std::string_view target);

/// Why `line` (without its end) is refused, or nothing: then `version_minor` is the 0 or 1 of HTTP/1.x.
std::optional<Refusal> check_request_line(std::string_view line, std::uint8_t& version_minor);

}  // namespace jobrig::serve
