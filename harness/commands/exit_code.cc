#include "commands/exit_code.h"

#include <algorithm>
#include <array>

#include "judge/blame.h"

namespace jobrig::commands {
namespace {

constexpr std::array kExitCodes{
    ExitCodeRow{ExitCode::kFine, "success"},
    ExitCodeRow{ExitCode::kVerdict, "the client failed"},
    ExitCodeRow{ExitCode::kUserOrWorld, "usage, input or environment error"},
    ExitCodeRow{ExitCode::kWarnings, "warnings of check --strict"},
    ExitCodeRow{ExitCode::kHalted, "the experiment was halted"},
    ExitCodeRow{ExitCode::kInterrupted, "interrupted"},
};

}  // namespace

std::span<const ExitCodeRow> exit_codes() { return kExitCodes; }

ExitCode exit_code(const model::RunResult& run) {
  if (run.interrupted) {
    return ExitCode::kInterrupted;
  }
  if (std::any_of(run.results.begin(), run.results.end(), judge::blames_client)) {
    return ExitCode::kVerdict;
  }
  const auto is_internal = [](const model::RunProblem& problem) { return problem.what == "internal error"; };
  if (std::any_of(run.problems.begin(), run.problems.end(), is_internal)) {
    return ExitCode::kUserOrWorld;
  }
  if (!run.problems.empty()) {
    return ExitCode::kVerdict;
  }
  const bool could_not = std::any_of(run.results.begin(), run.results.end(), [](const model::CaseResult& result) {
    return result.verdict == model::Verdict::kHarnessError;
  });
  return could_not ? ExitCode::kUserOrWorld : ExitCode::kFine;
}

}  // namespace jobrig::commands
