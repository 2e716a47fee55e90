// HTML matrix: the cases of several runs side by side: all cases in order, with the results of each run. It generates
// no markup.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "model/verdict.h"

namespace jobrig::report::html {

/// The results of one run for a case: its repeats in order; empty: the run did not include the case.
using MatrixCell = std::vector<const model::CaseResult*>;

struct MatrixRow {
  const model::CaseResult* first = nullptr;  // of any run: for summary, level, requirement and source
  std::vector<MatrixCell> cells;             // by run
};

struct MatrixArea {
  std::string name;
  std::vector<MatrixRow> rows;  // by name
};

/// Areas by name. Points into `runs`.
std::vector<MatrixArea> matrix_of(std::span<const model::RunResult> runs);

/// The repeat that needs attention most; null for an empty cell. A known failure ranks behind a new one.
const model::CaseResult* worst_of(const MatrixCell& cell);
/// The first repeat of each different verdict, worst first.
std::vector<const model::CaseResult*> told_of(const MatrixCell& cell);
/// Whether the repeats have different verdicts.
bool is_flaky(const MatrixCell& cell);

}  // namespace jobrig::report::html
