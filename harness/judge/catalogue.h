// Catalogue: the kinds of checks that a case may use. Each source of this folder without a header of its own declares
// one (or more); the build lists them (harness/kinds.cmake). It judges nothing: the checks and verdict.h do.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "judge/settings.h"
#include "model/check.h"

namespace jobrig::judge {

using CheckPointer = std::shared_ptr<const model::Check>;

struct CheckKind {
  std::string_view name;     // requests
  std::string_view summary;  // half a sentence, for `jobrig list checks`
  std::string_view example;  // an entry of `expect:` in YAML: `requests: {count: 2..5, identical: true}`
  /// Asks for every setting and makes the check, or returns null when it does not finish() them.
  CheckPointer (*make)(Settings& settings);
  /// It reads what the client reports.
  bool needs_report = false;

  /// `settings`: the node behind the name, null for a bare name. Reports everything that is wrong; null then.
  [[nodiscard]] CheckPointer parse(const base::Node& settings, base::Diagnostics& diagnostics) const;
  [[nodiscard]] base::SettingsDescription describe() const;
};

/// All kinds, by name.
std::span<const CheckKind> catalogue();
/// The kind of that name, or null.
const CheckKind* kind_named(std::string_view name);

/// Calls every `void declare_FILE(std::vector<CheckKind>&)` of the folder. Written by the build.
void declare_kinds(std::vector<CheckKind>& kinds);

}  // namespace jobrig::judge
