// RequestLine: splits and validates the first line of a request (RFC 9112 section 3). It returns views; it does not
// decode anything and knows no routes.
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

/// Splits at the first two spaces; missing parts are empty.
RequestLine split_request_line(std::string_view line);

/// Returns why `line` (without its end) is rejected, or nothing. If it is accepted, `version_minor` is set to 0 or 1
/// (HTTP/1.x).
std::optional<Refusal> check_request_line(std::string_view line, std::uint8_t& version_minor);

}  // namespace jobrig::serve
