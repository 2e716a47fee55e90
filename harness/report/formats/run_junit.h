// Run JUnit: writes results as the XML that CI systems read (testsuites, testsuite, testcase, as in Jenkins' schema).
// One suite per area of a client, and one for problems of the run itself. It contains the verdicts only; run_json
// contains the complete results.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report::formats {

/// Failed, timed out and not called are failures, harness errors are errors, skipped is skipped. A known failure is
/// skipped with its reason: it must not fail the build, and it did not pass. Bytes that XML cannot contain become
/// `\xNN`.
std::string run_junit(std::span<const model::RunResult> runs);

}  // namespace jobrig::report::formats
