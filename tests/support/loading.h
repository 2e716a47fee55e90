// Loading in tests: turns a text into a scenario, or into its errors as one text.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "base/diagnostic.h"
#include "load/scenario_loader.h"
#include "load/sources.h"
#include "yaml/reader.h"

namespace jobrig::test {

/// One line per error: `line:column: message`, in the order found.
inline std::string in_words(const base::Diagnostics& diagnostics) {
  std::string text;
  for (const base::Diagnostic& one : diagnostics.list()) {
    text += std::to_string(one.location.line) + ":" + std::to_string(one.location.column) + ": " + one.message + "\n";
  }
  return text;
}

/// The errors in the text of a scenario. Empty: none.
inline std::string mistakes_of(const std::string& text, const load::ReadBeside& read_beside = {}) {
  base::Diagnostics diagnostics;
  const auto scenario = load::load_scenario({"test", "test.yaml", text, read_beside}, diagnostics);
  const std::string words = in_words(diagnostics);
  // A rejection without an error, or an error without a rejection, must fail every test that uses this function.
  return scenario.has_value() == words.empty() ? words : "scenario and mistakes do not fit: " + words;
}

/// Loads a scenario from text. Throws with the errors if it has any.
inline model::Scenario loaded(const std::string& text) {
  base::Diagnostics diagnostics;
  auto scenario = load::load_scenario({"test", "test.yaml", text, {}}, diagnostics);
  if (!scenario) {
    throw std::runtime_error(in_words(diagnostics));
  }
  return std::move(*scenario);
}

/// The built-in scenario with this name. Throws if it does not exist or has errors.
inline model::Scenario shipped_scenario(const std::string& name) {
  base::Diagnostics diagnostics;
  const auto sources = load::shipped_sources(name);
  auto scenario = sources.size() == 1 ? load::load_scenario(sources.front(), diagnostics) : std::nullopt;
  if (!scenario) {
    throw std::runtime_error(name + ": " + in_words(diagnostics));
  }
  return std::move(*scenario);
}

}  // namespace jobrig::test
