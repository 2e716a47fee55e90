// Run GitHub: results as workflow commands (`::error title=…::…`) that GitHub Actions turns into annotations when a
// step prints them. It shows ten of each kind a step, so the worst come first. Nothing else is printed.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report {

/// An error for each case and problem that makes the run red, a warning for each non-strict case, a notice for what is
/// known or informational, and a last notice with the counts of each run.
std::string run_github(std::span<const model::RunResult> runs);

}  // namespace jobrig::report
