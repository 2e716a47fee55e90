// Catalogue: the kinds of faults that a scenario may use. One file and one row in kinds.def add one. It applies none of
// them: plan/ does.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "faults/parsers.h"

namespace jobrig::faults {

/// What a fault does wrong, for people who look for one.
enum class Group : std::uint8_t { kTime, kCuts, kBytes, kMeaning, kWireMock };

struct FaultKind {
  std::string_view name;  // delay
  Group group;
  std::string_view summary;  // half a sentence, for `jobrig list faults`
  std::string_view example;  // an entry of `faults:` in YAML: `delay: 200ms`
  ParseFault* parse;
  /// WireMock's names stand for faults of ours; empty: this is one of ours. The journal names the fault of ours.
  std::string_view alias_of = {};
};

/// All kinds, in the order that lists show them.
std::span<const FaultKind> catalogue();
/// The kind of that name, or null.
const FaultKind* kind_named(std::string_view name);
/// `time`, `cuts`, `bytes`, `meaning`, `WireMock`.
std::string_view word_of(Group group);

}  // namespace jobrig::faults
