// HTML changes: what differs between a run and the previous run of the same client on the page. It compares verdicts
// only, and decides nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/verdict.h"
#include "report/html/matrix.h"

namespace jobrig::report::html {

/// The latest run on the page that has the same client name and began earlier.
std::optional<std::size_t> previous_run(std::span<const model::RunResult> runs, std::size_t run);

struct Change {
  std::string name;  // of the case
  std::string from;  // the title of the verdict, or `not run`
  std::string to;
};

struct Changes {
  std::vector<Change> worse;   // fails now, and did not
  std::vector<Change> better;  // failed, and passes now
  std::vector<Change> lost;    // was judged, and is skipped or not run now
  std::vector<Change> other;   // another verdict, or a new case
};

Changes changes_between(std::span<const MatrixArea> matrix, std::size_t before, std::size_t now);

}  // namespace jobrig::report::html
