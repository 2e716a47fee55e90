// Update: the list of known failures of a run, as a new file or as changes of the file of an earlier run. Pure: it
// reads and writes no file, and the time is an argument. It judges nothing.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "model/expectation.h"
#include "model/verdict.h"

namespace jobrig::expectations {

struct UpdateInput {
  std::string_view text;                            // of the file; empty: there is none
  std::span<const model::Expectation> own;          // its entries
  std::span<const model::Expectation> elsewhere{};  // the entries of other files that the run was given
  std::span<const model::CaseResult> results{};     // of the run
  std::string client{};                             // for the summary of a new file
  base::Instant now{};
  bool strict = false;
};

struct Updated {
  std::string text;
  std::size_t kept = 0;     // entries that are as before
  std::size_t changed = 0;  // entries with fewer cases or a new date
  std::size_t removed = 0;
  std::size_t added = 0;
};

/// How long a new entry is valid.
inline constexpr std::chrono::days kValidity{90};

/// After the update the same results leave the run green, except for what no list excuses: harness errors, and flaky
/// cases that crashed, timed out or failed by a check that their entry does not name.
/// - An entry keeps the cases that fail as it says, and the cases that were not run. If it keeps all, its lines stay as
///   they are. If it keeps none, it is removed with its comments.
/// - An entry that has expired and still applies gets a new date.
/// - Failures that no entry covers are added behind the others, sorted, with what was found as the reason. A case
///   whose repeats differ becomes a flaky case, unless it crashed or timed out.
/// The error says which lines of the file cannot be changed.
base::Result<Updated> update(const UpdateInput& input);

}  // namespace jobrig::expectations
