// Run HAR: every exchange of every case as an HTTP Archive 1.2, which browsers' developer tools and other viewers open.
// A case is a page, an exchange an entry. What HAR has no place for (case, verdict, rule, faults, how the connection
// ended) stands in members that begin with an underscore, as the format allows.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report {

/// One JSON object with a final LF. Times are real: the run's begin on the machine's clock, and from there what the
/// journal measured; when the client began to send is not known, so that `send` is zero. Bodies that are no UTF-8 stand
/// in base64. Chunks are joined where they are whole.
std::string run_har(std::span<const model::RunResult> runs);

}  // namespace jobrig::report
