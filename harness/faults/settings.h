// Settings of faults: base::Settings with the types that only faults have. It knows no fault.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "base/node.h"
#include "base/settings.h"
#include "faults/position.h"

namespace jobrig::faults {

using base::Need;

/// How long a pause may be: in real time a day, longer than any client waits and far from what a timer can hold; in the
/// scenario's time ten years, so that a job of seven days is over in no time, and nothing overflows.
base::Duration longest_pause(bool in_virtual_time);

class Settings : public base::Settings {
 public:
  /// `name`: as the scenario wrote it. `fault`: what the journal calls it, the name that an alias stands for.
  Settings(const base::Node& node, std::string_view name, std::string_view fault, base::Diagnostics& diagnostics);

  explicit Settings(base::SettingsDescription& description) : base::Settings(description) {}

  [[nodiscard]] std::string_view fault() const { return fault_; }

  /// A position in the response (or, with `early`, before it). `fallback`: as a scenario writes it.
  Position position(std::string_view key, std::string_view summary, bool early, std::string_view fallback);
  /// A number of bytes between `min` and `max`: `17KiB`, or without a unit.
  std::optional<std::uint64_t> bytes(std::string_view key, std::string_view summary, std::uint64_t min,
                                     std::uint64_t max);
  std::uint64_t bytes(std::string_view key, std::string_view summary, std::uint64_t min, std::uint64_t max,
                      std::uint64_t fallback);
  /// The path of a member of the body: `execution.status`.
  std::optional<std::string> path(std::string_view key, std::string_view summary, std::string_view fallback = {});
  /// `clock: virtual`: the pauses of the fault are in the scenario's time; else (`real`, or nothing) in real time.
  bool in_virtual_time();
  /// Reports a pause that is too long; `or_else` ends the sentence (`, or ever`).
  void check_pause(std::string_view key, std::optional<base::Duration> length, bool in_virtual_time,
                   std::string_view or_else = {});

 private:
  std::optional<std::uint64_t> read_bytes(const base::Node* node, std::string_view key, std::uint64_t min,
                                          std::uint64_t max);

  std::string_view fault_;
};

}  // namespace jobrig::faults
