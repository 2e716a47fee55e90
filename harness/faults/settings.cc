#include "faults/settings.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/units.h"

namespace jobrig::faults {

base::Duration longest_pause(bool in_virtual_time) { return std::chrono::hours(in_virtual_time ? 24 * 3650 : 24); }

Settings::Settings(const base::Node& node, std::string_view fault, std::string_view main,
                   base::Diagnostics& diagnostics)
    : base::Settings(node, fault, main, "the bare word,", diagnostics) {}

std::optional<Position> Settings::position(std::string_view key, bool early) {
  const base::Node* const node = fields().node(key);
  return node == nullptr ? std::nullopt : read_position(*node, base::quoted(key), early, diagnostics());
}

std::optional<std::uint64_t> Settings::bytes(std::string_view key, std::uint64_t least, std::uint64_t most) {
  const base::Node* const node = fields().node(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  std::uint64_t size = 0;
  const char* const end = node->text.data() + node->text.size();
  const auto [stop, error] = std::from_chars(node->text.data(), end, size);
  bool readable = node->is_scalar() && error == std::errc() && stop == end;
  if (node->is_scalar() && !readable) {
    if (const auto parsed = base::parse_size(node->text)) {
      size = *parsed;
      readable = true;
    }
  }
  if (readable && size >= least && size <= most) {
    return size;
  }
  diagnostics().add(node->location,
                    base::quoted(key) + " must be a number of bytes from " + std::to_string(least) + " to " +
                        std::to_string(most) + ", such as 16B or 17KiB, not " +
                        (node->is_scalar() ? base::quoted(node->text) : std::string(base::describe(*node))));
  return std::nullopt;
}

bool Settings::in_virtual_time() { return fields().word("clock", {"real", "virtual"}) == "virtual"; }

}  // namespace jobrig::faults
