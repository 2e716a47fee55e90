// Run CTRF: writes the results as one document of the Common Test Report Format (ctrf.io, specification 0.0), which
// many CI dashboards read. A case in one repeat is a test; a problem of the run is a test, too, so that no reader shows
// a failed run as green. It does not judge.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report::formats {

/// One JSON object with a final LF. A known failure is `skipped` with its reason, as in the JUnit report; `rawStatus`
/// has the verdict. Times are milliseconds since 1970 on the clock of the machine.
std::string run_ctrf(std::span<const model::RunResult> runs);

}  // namespace jobrig::report::formats
