// Run Markdown: results for a page that renders Markdown with GitHub's extensions: a pull request's comment, a job's
// step summary ($GITHUB_STEP_SUMMARY). Counts first, then each failure, and folded what is known or merely worth
// knowing.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report {

/// GitHub takes step summaries up to 1 MiB and drops larger ones whole. Some of it is left for other steps.
inline constexpr std::size_t kMaxMarkdown = std::size_t{1000} * 1000;

/// At most `most` bytes: what no longer fits is left out from the end, with a sentence that says how much. No text of a
/// client can make markup of its own.
std::string run_markdown(std::span<const model::RunResult> runs, std::size_t most = kMaxMarkdown);

}  // namespace jobrig::report
