// Ambiguities: the places where documents of AWS contradict each other, or say nothing of what the service does, and
// how jobrig decides. It contains no behavior: each setting is read where it applies.
#pragma once

#include <span>
#include <string_view>

namespace jobrig::contract {

struct AmbiguityRow {
  std::string_view topic;
  std::span<const std::string_view> sources;  // `document: what it says`
  std::string_view setting;                   // what selects another side; empty: nothing does
  std::string_view by_default;                // what jobrig does without it
};

std::span<const AmbiguityRow> ambiguities();

}  // namespace jobrig::contract
