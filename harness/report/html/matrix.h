// HTML matrix: the cases of several runs side by side: which cases there are, in which order, and what each run found
// of them. It makes no markup.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "model/verdict.h"

namespace jobrig::report::html {

/// What one run found of a case: its repeats in order; empty: the run did not have the case.
using MatrixCell = std::vector<const model::CaseResult*>;

struct MatrixRow {
  const model::CaseResult* first = nullptr;  // of any run: for what all share (summary, level, requirement, source)
  std::vector<MatrixCell> cells;             // by run
};

struct MatrixArea {
  std::string name;
  std::vector<MatrixRow> rows;  // by name
};

/// Areas by name. Points into `runs`.
std::vector<MatrixArea> matrix_of(std::span<const model::RunResult> runs);

/// The repeat that needs somebody's eye most; null for an empty cell. A known failure needs it less than a new one.
const model::CaseResult* worst_of(const MatrixCell& cell);
/// Of many repeats those that differ: the first one of each verdict, worst first.
std::vector<const model::CaseResult*> told_of(const MatrixCell& cell);
/// Whether the repeats came to different verdicts.
bool is_flaky(const MatrixCell& cell);

}  // namespace jobrig::report::html
