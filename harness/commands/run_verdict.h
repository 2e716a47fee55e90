// Run verdict: what a whole run comes to. It knows no reports.
#pragma once

#include "commands/exit_code.h"
#include "model/verdict.h"

namespace jobrig::commands {

/// Whether the case makes the run red: failed, timed out or not called, and not expected to.
bool blames_client(const model::CaseResult& result);

/// kInterrupted; kVerdict when a case or a problem of the run makes it red; kUserOrWorld when cases could not be run;
/// else kFine.
ExitCode exit_code(const model::RunResult& run);

}  // namespace jobrig::commands
