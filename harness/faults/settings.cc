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
    : diagnostics_(diagnostics), mistakes_before_(mistakes()), what_(base::quoted(fault)) {
  map_.kind = base::Node::Kind::kMap;
  map_.place = node.place;
  if (node.is_map()) {
    map_ = node;
  } else if (!node.is_null() && !main.empty()) {
    map_.entries.push_back({std::string(main), node.place, node});
  } else if (!node.is_null()) {
    diagnostics_.add(node.place, what_ + " takes no " + std::string(base::describe(node)) +
                                     "; write the bare word, or a map of its settings");
  }
  fields_.emplace(map_, what_, diagnostics_);
}

std::optional<Position> Settings::position(std::string_view key, bool early) {
  const base::Node* const node = fields_->node(key);
  return node == nullptr ? std::nullopt : read_position(*node, base::quoted(key), early, diagnostics_);
}

std::optional<std::uint64_t> Settings::bytes(std::string_view key, std::uint64_t least, std::uint64_t most) {
  const base::Node* const node = fields_->node(key);
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
  diagnostics_.add(node->place,
                   base::quoted(key) + " must be a number of bytes from " + std::to_string(least) + " to " +
                       std::to_string(most) + ", such as 16B or 17KiB, not " +
                       (node->is_scalar() ? base::quoted(node->text) : std::string(base::describe(*node))));
  return std::nullopt;
}

bool Settings::in_virtual_time() { return fields_->word("clock", {"real", "virtual"}) == "virtual"; }

bool Settings::finish() {
  fields_->finish();
  return mistakes() == mistakes_before_;
}

}  // namespace jobrig::faults
