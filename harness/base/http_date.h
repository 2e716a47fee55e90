// HTTP date: writes a date in the three forms of RFC 9110, section 5.6.7. It reads no dates (http/signing_date.h does)
// and no clock.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace jobrig::base {

enum class HttpDateForm : std::uint8_t {
  kImfFixdate,  // Sun, 06 Nov 1994 08:49:37 GMT
  kRfc850,      // Sunday, 06-Nov-94 08:49:37 GMT
  kAsctime,     // Sun Nov  6 08:49:37 1994
};

/// Without the fraction of the second.
std::string format_http_date(Instant instant, HttpDateForm form);

/// The header line `Date` with its line end. It is written anew only when the second changes, because every response
/// contains it. Not thread-safe: use one per thread.
class DateLine {
 public:
  /// Valid until the next call.
  std::string_view at(Instant instant);

 private:
  std::chrono::sys_seconds second_ = std::chrono::sys_seconds::min();
  std::array<char, sizeof("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n") - 1> line_{};
};

}  // namespace jobrig::base
