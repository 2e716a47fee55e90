// HTML answer: the sentences that answer whether a client is good, from the results of its run. Plain text, no markup.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report::html {

/// Whether nothing fails the run and it judged something to the end.
bool is_good(const model::RunResult& run);

/// `Not good: boto3 1.26.27 fails 5 of 120 judged MUST cases.`
std::string answer(const model::RunResult& run);
/// For several runs: `Not good: 2 of 4 clients fail.`
std::string answer(std::span<const model::RunResult> runs);

}  // namespace jobrig::report::html
