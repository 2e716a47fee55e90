// Run Markdown: writes results for a page that renders GitHub Flavored Markdown: a comment on a pull request or a job
// summary ($GITHUB_STEP_SUMMARY). Counts come first, then each failure; known failures and informational results are
// folded. It does not judge.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report::formats {

/// GitHub accepts step summaries up to 1 MiB and drops larger ones completely. The rest is left for other steps.
inline constexpr std::size_t kMaxMarkdown = std::size_t{1000} * 1000;

/// At most `most` bytes: the end is omitted if necessary, with a sentence that says how much. Texts of clients cannot
/// create markup.
std::string run_markdown(std::span<const model::RunResult> runs, std::size_t most = kMaxMarkdown);

}  // namespace jobrig::report::formats
