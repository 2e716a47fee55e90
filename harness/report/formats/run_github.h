// Run GitHub: writes results as workflow commands (`::error title=…::…`). GitHub Actions turns them into annotations
// when a step prints them. It shows ten of each kind per step; therefore the worst come first. There is no other
// output.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report::formats {

/// An error for each case and problem that fails the run, a warning for each non-strict case, a notice for each known
/// or informational result, and a final notice with the counts of each run.
std::string run_github(std::span<const model::RunResult> runs);

}  // namespace jobrig::report::formats
