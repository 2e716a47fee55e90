// Run text: writes results for a terminal: failures with expected and found values, the wire and the command that
// replays them, then the counts and the names of the failed cases by reason. The format is for people; programs should
// parse run_json instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report {

enum class TextDetail : std::uint8_t {
  kQuiet,       // counts and names only
  kBrief,       // also the first failure of each group; never more than kMaxBriefLines lines
  kFailures,    // every failure in full
  kEverything,  // all cases in full, including passed ones
};

inline constexpr std::size_t kMaxBriefLines = 200;

struct TextStyle {
  bool colour = false;  // verdicts in colour, for a terminal
  TextDetail detail = TextDetail::kBrief;
};

/// The runs one after the other. Known failures, informational and skipped results are one line each; equal ones are
/// counted. The last lines are the names of the failed cases. Every line is safe to print.
std::string run_text(std::span<const model::RunResult> runs, const TextStyle& style = {});

}  // namespace jobrig::report
