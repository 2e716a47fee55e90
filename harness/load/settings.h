// Settings: reads the settings of a whole scenario (contract, seed, clock, …) and merges those of several files. It
// does not read things or rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "model/scenario.h"

namespace jobrig::load {

/// A value and its location in a file.
template <typename Value>
struct Stated {
  Value value;
  base::Location location;
};

struct Settings {
  std::optional<Stated<model::Edition>> contract;
  std::optional<Stated<std::uint64_t>> seed;
  std::optional<Stated<model::ClockSettings>> clock;
  std::optional<Stated<model::TimestampUnit>> timestamps;
  std::optional<Stated<bool>> gone_when_terminal;
  std::optional<Stated<base::Duration>> timeout_delay;
  std::optional<Stated<std::int64_t>> pending_limit;
  std::optional<Stated<bool>> any_content_type;
  std::optional<Stated<bool>> echoes_traceparent;
  std::optional<Stated<model::SignatureSettings>> signatures;
  std::optional<Stated<std::vector<model::TlsStep>>> tls;
  std::optional<Stated<std::vector<model::ConnectionStep>>> connections;
};

/// Reads the settings from the fields of a whole scenario.
Settings read_settings(base::Fields& scenario, base::Diagnostics& diagnostics);

/// Merges `more` into `settings`. Values in both must be equal.
void join_settings(Settings& settings, const Settings& more, base::Diagnostics& diagnostics);

/// Reads `kept` or `gone`; true means gone.
std::optional<bool> read_gone_when_terminal(base::Fields& fields);

}  // namespace jobrig::load
