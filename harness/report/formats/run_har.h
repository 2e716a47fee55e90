// Run HAR: writes every exchange of every case as an HTTP Archive 1.2, which developer tools of browsers and other
// viewers open. A case is a page, an exchange is an entry. Data without a place in HAR (case, verdict, rule, faults,
// how the connection ended) is in members that start with an underscore, as the format allows. It does not judge.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report::formats {

/// One JSON object with a final LF. Times are real: the start of the run on the machine's clock plus the times in the
/// journal. The time at which the client started to send is unknown; `send` is therefore zero. Bodies that are not
/// UTF-8 are in base64. Complete chunks are joined.
std::string run_har(std::span<const model::RunResult> runs);

}  // namespace jobrig::report::formats
