// Units: durations, sizes and shares in scenario syntax, always with a unit. It reads and writes text only. A number
// without a unit is an error; it never guesses the unit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace jobrig::base {

/// `250us`, `40ms`, `1.5s`, `5m`, `2h`, `7d`, `1h30m` (largest unit first), with an optional leading `-`. Errors say
/// what is missing: "a duration needs a unit: 5s, 5ms, 5m …".
Result<Duration> parse_duration(std::string_view text);
/// The shortest exact form that parse_duration accepts: `90s` is `1m30s`, zero is `0s`.
std::string format_duration(Duration duration);

/// `512B`, `16KiB`, `2MiB`, or `16KB` (a KB has 1000 bytes), in bytes.
Result<std::uint64_t> parse_size(std::string_view text);

/// A percentage from 0% to 100%; `5%` is 0.05.
Result<double> parse_share(std::string_view text);

/// `2026-01-01T00:00:00Z`, with an optional fraction, or only a date. UTC only.
Result<Instant> parse_instant(std::string_view text);
/// `2026-01-01T00:00:00Z`, with `.123` or `.123456` only if there is a fraction.
std::string format_instant(Instant instant);

}  // namespace jobrig::base
