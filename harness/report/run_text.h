// Run text: writes results for a terminal: each failure with expected and found values, the wire and the command that
// replays it, then the counts. The format is for people; programs should parse run_json instead.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report {

struct TextStyle {
  bool colour = false;      // verdicts in colour, for a terminal
  bool everything = false;  // all cases in full, including passed ones
};

/// The runs one after the other. Failures are printed in full, known failures and informational results in one line
/// each, passed and skipped cases as counts. Every line is safe to print.
std::string run_text(std::span<const model::RunResult> runs, const TextStyle& style = {});

/// The full text of one case, as in run_text, followed by an empty line.
std::string case_text(const model::CaseResult& result, const TextStyle& style = {});

}  // namespace jobrig::report
