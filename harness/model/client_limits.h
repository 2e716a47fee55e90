// Client limits: what a client declares about its attempts and timeouts. judge/call_bounds.h derives deadlines from it.
// Plain data.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace jobrig::model {

/// Absent: not declared.
struct ClientLimits {
  std::optional<std::int64_t> attempts{};   // of one call, with the first one
  std::optional<base::Duration> attempt{};  // timeout of one attempt
  std::optional<base::Duration> total{};    // timeout of a call with all its attempts

  friend bool operator==(const ClientLimits&, const ClientLimits&) = default;
};

}  // namespace jobrig::model
