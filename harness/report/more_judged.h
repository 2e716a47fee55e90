// More judged: says how many cases of a run were judged in full, and what the client would have to declare or report so
// that more are. It assigns no verdicts.
#pragma once

#include <string>

#include "model/verdict.h"

namespace jobrig::report {

/// `judged 180 of 260 cases, 87 of them in part`, and a line for each reason why a case was not judged in full, the
/// most frequent first. Empty: every case was.
std::string more_judged_text(const model::RunResult& run);

}  // namespace jobrig::report
