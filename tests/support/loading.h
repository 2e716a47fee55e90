// Loading in tests: a text -> a scenario, or the mistakes in it as one text.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "base/diagnostic.h"
#include "load/scenario_loader.h"
#include "load/yaml_reader.h"

namespace jobrig::test {

/// `line:column: message` a line, in the order in which they were found.
inline std::string in_words(const base::Diagnostics& diagnostics) {
  std::string text;
  for (const base::Diagnostic& one : diagnostics.list()) {
    text += std::to_string(one.location.line) + ":" + std::to_string(one.location.column) + ": " + one.message + "\n";
  }
  return text;
}

/// The mistakes of a scenario's text; empty when it has none.
inline std::string mistakes_of(const std::string& text, const load::ReadBeside& read_beside = {}) {
  base::Diagnostics diagnostics;
  const auto scenario = load::load_scenario({"test", "test.yaml", text, read_beside}, diagnostics);
  const std::string words = in_words(diagnostics);
  // A refusal without a reason, or a reason without a refusal, must fail every test that looks here.
  return scenario.has_value() == words.empty() ? words : "scenario and mistakes do not fit: " + words;
}

/// The scenario of a text that has no mistakes; throws with the mistakes when it has.
inline model::Scenario loaded(const std::string& text) {
  base::Diagnostics diagnostics;
  auto scenario = load::load_scenario({"test", "test.yaml", text, {}}, diagnostics);
  if (!scenario) {
    throw std::runtime_error(in_words(diagnostics));
  }
  return std::move(*scenario);
}

}  // namespace jobrig::test
