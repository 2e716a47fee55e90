#include "commands/run_verdict.h"

#include <algorithm>

namespace jobrig::commands {

bool blames_client(const model::CaseResult& result) {
  switch (result.verdict) {
    case model::Verdict::kFailed:
    case model::Verdict::kTimedOut:
    case model::Verdict::kNotCalled:
      return result.expected.empty();
    case model::Verdict::kPassed:
    case model::Verdict::kNonStrict:
    case model::Verdict::kInformational:
    case model::Verdict::kSkipped:
    case model::Verdict::kHarnessError:
      break;
  }
  return false;
}

ExitCode exit_code(const model::RunResult& run) {
  if (run.interrupted) {
    return ExitCode::kInterrupted;
  }
  if (!run.problems.empty() || std::any_of(run.results.begin(), run.results.end(), blames_client)) {
    return ExitCode::kVerdict;
  }
  const bool could_not = std::any_of(run.results.begin(), run.results.end(), [](const model::CaseResult& result) {
    return result.verdict == model::Verdict::kHarnessError;
  });
  return could_not ? ExitCode::kUserOrWorld : ExitCode::kFine;
}

}  // namespace jobrig::commands
