// Retry-After: the value of that header: whole seconds, or a date in one of the three forms of RFC 9110, 5.6.7. It does
// not read the header of a request.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "base/http_date.h"
#include "base/node.h"

namespace jobrig::faults {

struct RetryAfter {
  base::Duration in{0};                    // since the response; negative only in a date
  std::optional<base::HttpDateForm> form;  // absent: in seconds

  [[nodiscard]] base::Instant date(base::Instant now) const;
  /// The value of the header of a response at `now`.
  [[nodiscard]] std::string text(base::Instant now) const;
};

/// Reads `30s`, or `{in: 30s, as: imf-fixdate}`.
std::optional<RetryAfter> read_retry_after(const base::Node& node, base::Diagnostics& diagnostics);

}  // namespace jobrig::faults
