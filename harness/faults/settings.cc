#include "faults/settings.h"

#include <charconv>
#include <chrono>

#include "base/quote.h"
#include "base/units.h"

namespace jobrig::faults {

base::Duration longest_pause(bool in_virtual_time) { return std::chrono::hours(in_virtual_time ? 24 * 3650 : 24); }

Settings::Settings(const base::Node& node, std::string_view name, std::string_view fault,
                   base::Diagnostics& diagnostics)
    : base::Settings(node, base::quoted(name), "the bare word,", diagnostics), fault_(fault) {}

Position Settings::position(std::string_view key, std::string_view summary, bool early, std::string_view fallback) {
  const base::Node* const found =
      node({key, summary, early ? "early-position" : "position", Need::kOptional, std::string(fallback)});
  const auto read = found == nullptr ? std::nullopt : read_position(*found, base::quoted(key), early, diagnostics());
  return read ? *read : parse_position(fallback).value_or(Position());
}

std::optional<std::uint64_t> Settings::read_bytes(const base::Node* node, std::string_view key, std::uint64_t min,
                                                  std::uint64_t max) {
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
  if (readable && size >= min && size <= max) {
    return size;
  }
  diagnostics().add(node->location,
                    base::quoted(key) + " must be a number of bytes from " + std::to_string(min) + " to " +
                        std::to_string(max) + ", such as 16B or 17KiB, not " +
                        (node->is_scalar() ? base::quoted(node->text) : std::string(base::describe(*node))));
  return std::nullopt;
}

std::optional<std::uint64_t> Settings::bytes(std::string_view key, std::string_view summary, std::uint64_t min,
                                             std::uint64_t max) {
  return read_bytes(node({key, summary, "size"}), key, min, max);
}

std::uint64_t Settings::bytes(std::string_view key, std::string_view summary, std::uint64_t min, std::uint64_t max,
                              std::uint64_t fallback) {
  const base::Node* const found = node({key, summary, "size", Need::kOptional, std::to_string(fallback)});
  return read_bytes(found, key, min, max).value_or(fallback);
}

std::optional<std::string> Settings::path(std::string_view key, std::string_view summary, std::string_view fallback) {
  const base::Node* const found = node({key, summary, "path", Need::kOptional, std::string(fallback)});
  auto path = found == nullptr ? std::nullopt : base::read_text(*found, base::quoted(key), diagnostics());
  if (path && path->empty()) {
    report(key, base::quoted(key) + " must be a path such as execution.status");
  }
  return path || fallback.empty() ? path : std::optional(std::string(fallback));
}

bool Settings::in_virtual_time() {
  return word("clock", "whether it waits in real time or in the scenario's time", {"real", "virtual"}, "real") ==
         "virtual";
}

void Settings::check_pause(std::string_view key, std::optional<base::Duration> length, bool in_virtual_time,
                           std::string_view or_else) {
  if (length && *length > longest_pause(in_virtual_time)) {
    report(key, base::quoted(key) + " must be at most " + base::format_duration(longest_pause(in_virtual_time)) +
                    std::string(or_else));
  }
}

}  // namespace jobrig::faults
