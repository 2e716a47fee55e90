// Run JUnit: results as the XML that CI systems read test results from (testsuites, testsuite, testcase, as Jenkins'
// schema has them). One suite an area of a client, one for what is wrong with the run itself. It tells verdicts; the
// whole of a result is in run_json.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report {

/// Failed, timed out and not called are failures, harness errors errors, skipped is skipped. A known failure is
/// skipped, too, with its reason: it must not turn the build red, and it did not pass. What XML cannot hold stands as
/// `\xNN`.
std::string run_junit(std::span<const model::RunResult> runs);

}  // namespace jobrig::report
