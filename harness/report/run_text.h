// Run text: results for a person at a terminal: each failure with what was expected, what was found, the wire and the
// line that replays it, then the counts. Not a format to parse: that is run_json.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report {

struct TextStyle {
  bool colour = false;      // verdicts in colour, for a terminal
  bool everything = false;  // all cases in full, those too that passed
};

/// Runs one behind the other. Failures and their like are told in full, what was only informational or a known failure
/// in a line each, what passed or was skipped by its count. Every line is safe to print.
std::string run_text(std::span<const model::RunResult> runs, const TextStyle& style = {});

/// All there is to say of one case, as run_text tells failures, with an empty line at its end.
std::string case_text(const model::CaseResult& result, const TextStyle& style = {});

}  // namespace jobrig::report
