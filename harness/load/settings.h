// Settings: what a scenario states once for the whole of it (contract, seed, clock, …), and the joining of what several
// files state. It reads no things and no rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "model/scenario.h"

namespace jobrig::load {

/// A value that a file states, and where.
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
  std::optional<Stated<model::SignatureSettings>> signatures;
  std::optional<Stated<std::vector<model::TlsStep>>> tls;
};

/// Reads them from the fields of a whole scenario.
Settings read_settings(base::Fields& scenario, base::Diagnostics& diagnostics);

/// Takes over what `more` states; what both state must be the same.
void join_settings(Settings& settings, const Settings& more, base::Diagnostics& diagnostics);

/// `kept` or `gone`, true when gone.
std::optional<bool> read_gone_when_terminal(base::Fields& fields);

}  // namespace jobrig::load
