// Run SARIF: writes the failures as a log of the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code
// hosts show beside the code. A run of a client is a run, a case is a rule, a failed requirement is a result. Passed
// cases have no results. It does not judge.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report::formats {

/// One JSON object with a final LF. A known failure is a result that is suppressed with its reason. Problems of the
/// run, skipped cases and harness errors are notifications of the tool. The location of a result is the name of its
/// case.
std::string run_sarif(std::span<const model::RunResult> runs);

}  // namespace jobrig::report::formats
