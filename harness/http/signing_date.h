// Signing date: the dates of signed requests, in the two forms that Signature Version 4 accepts. It handles text only
// and reads no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace jobrig::http {

/// `20260101T000000Z`, or `Thu, 01 Jan 2026 00:00:00 GMT` (IMF-fixdate of RFC 9110, 5.6.7) in a Date header.
std::optional<base::Instant> parse_signing_date(std::string_view text);
/// `20260101T000000Z`, truncated to seconds.
std::string format_signing_date(base::Instant instant);

}  // namespace jobrig::http
