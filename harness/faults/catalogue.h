// Catalogue: the kinds of faults that a scenario may use. Each source of this folder without a header of its own
// declares one (or more); the build lists them (harness/kinds.cmake). It applies none of them: plan/ does.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "faults/settings.h"
#include "model/fault.h"

namespace jobrig::faults {

/// What a fault affects, for people who look for one.
enum class Group : std::uint8_t { kTime, kCuts, kBytes, kMeaning, kWireMock };

using FaultPointer = std::shared_ptr<const model::Fault>;

struct FaultKind {
  std::string_view name;  // delay
  Group group;
  std::string_view summary;  // half a sentence, for `jobrig list faults`
  std::string_view example;  // an entry of `faults:` in YAML: `delay: 200ms`
  /// Asks for every setting and makes the fault, or returns null when it does not finish() them.
  FaultPointer (*make)(Settings& settings);
  /// WireMock's names stand for faults of ours; empty: this is one of ours. The journal names the fault of ours.
  std::string_view alias_of = {};

  /// `settings`: the node behind the name, null for a bare name. Reports everything that is wrong; null then.
  [[nodiscard]] FaultPointer parse(const base::Node& settings, base::Diagnostics& diagnostics) const;
  [[nodiscard]] base::SettingsDescription describe() const;
};

/// All kinds, by group and name.
std::span<const FaultKind> catalogue();
/// The kind of that name, or null.
const FaultKind* kind_named(std::string_view name);
/// `time`, `cuts`, `bytes`, `meaning`, `WireMock`.
std::string_view word_of(Group group);

/// Calls every `void declare_FILE(std::vector<FaultKind>&)` of the folder. Written by the build.
void declare_kinds(std::vector<FaultKind>& kinds);

}  // namespace jobrig::faults
