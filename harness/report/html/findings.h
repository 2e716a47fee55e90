// HTML findings: what a reader of the page looks for first, for each run: the answer, failed MUST cases by the failing
// check, other failures, changes since the previous run, known failures, skipped cases by reason, problems.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"
#include "report/html/matrix.h"

namespace jobrig::report::html {

/// Each case is a link to its details on the page.
std::string findings(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix);

}  // namespace jobrig::report::html
