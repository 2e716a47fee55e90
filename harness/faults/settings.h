// Settings of faults: base::Settings with additional types for faults. It knows no fault.
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

/// The maximum length of a pause. Real time: one day, longer than any client waits and well within the range of timers.
/// Virtual time: ten years, enough for any job, without overflow.
base::Duration longest_pause(bool in_virtual_time);

class Settings : public base::Settings {
 public:
  /// `name`: the name in the scenario. `fault`: the name in the journal, which differs from `name` for an alias.
  Settings(const base::Node& node, std::string_view name, std::string_view fault, base::Diagnostics& diagnostics);

  explicit Settings(base::SettingsDescription& description) : base::Settings(description) {}

  [[nodiscard]] std::string_view fault() const { return fault_; }

  /// A position in the response or, with `early`, before it. `fallback`: the default, in the scenario's syntax.
  Position position(std::string_view key, std::string_view summary, bool early, std::string_view fallback);
  /// A number of bytes between `min` and `max`, with or without a unit: `17KiB`.
  std::optional<std::uint64_t> bytes(std::string_view key, std::string_view summary, std::uint64_t min,
                                     std::uint64_t max);
  std::uint64_t bytes(std::string_view key, std::string_view summary, std::uint64_t min, std::uint64_t max,
                      std::uint64_t fallback);
  /// The path of a member of the body: `execution.status`.
  std::optional<std::string> path(std::string_view key, std::string_view summary, std::string_view fallback = {});
  /// True for `clock: virtual`: the pauses of the fault are in virtual time. The default is `real`.
  bool in_virtual_time();
  /// Reports a pause that is too long. `or_else` is the end of the message (`, or ever`).
  void check_pause(std::string_view key, std::optional<base::Duration> length, bool in_virtual_time,
                   std::string_view or_else = {});

 private:
  std::optional<std::uint64_t> read_bytes(const base::Node* node, std::string_view key, std::uint64_t min,
                                          std::uint64_t max);

  std::string_view fault_;
};

}  // namespace jobrig::faults
