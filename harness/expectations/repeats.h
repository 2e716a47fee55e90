// Repeats: whether the repeats of a case have different outcomes. Pure. It judges no single repeat.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/verdict.h"

namespace jobrig::expectations {

/// `failed by requests once, passed 2 times`; empty if all have the same verdict and the same failed checks.
/// Informational checks may differ, for example how long a client waits with jitter.
std::string different_outcomes(std::span<const model::CaseResult* const> repeats);

/// A problem `flaky` for each case whose repeats differ and that is not known to be flaky, by name.
std::vector<model::RunProblem> flaky_problems(std::span<const model::CaseResult> results);

}  // namespace jobrig::expectations
