// Settings: reads what stands behind a fault's name, with what settings of faults may be. It knows no fault.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "base/node.h"
#include "base/settings.h"
#include "faults/position.h"

namespace jobrig::faults {

/// How long a pause may be: in real time a day, longer than any client waits and far from what a timer can hold; in the
/// scenario's time ten years, so that a job of seven days is over in no time, and nothing overflows.
base::Duration longest_pause(bool in_virtual_time);

class Settings : public base::Settings {
 public:
  /// `main` is the setting that a scalar stands for; empty: the fault has none, and a scalar is a mistake.
  Settings(const base::Node& node, std::string_view fault, std::string_view main, base::Diagnostics& diagnostics);

  /// The setting as a position in the answer (or, with `early`, before it).
  std::optional<Position> position(std::string_view key, bool early);
  /// The setting as a size: `17KiB`, or a plain number of bytes, between `least` and `most`.
  std::optional<std::uint64_t> bytes(std::string_view key, std::uint64_t least, std::uint64_t most);
  /// `clock: virtual`: the fault's pauses are told in the scenario's time; else (`real`, or nothing) in real time.
  bool in_virtual_time();
};

}  // namespace jobrig::faults
