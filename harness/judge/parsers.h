// Parsers: one line a check: the function that makes it from its settings (the node behind its name, null for a bare
// key), or reports all that is wrong with them and returns null. Each has a file of its own, which tells its settings.
#pragma once

#include <memory>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/check.h"

namespace jobrig::judge {

using ParseCheck = std::shared_ptr<const model::Check>(const base::Node& settings, base::Diagnostics& diagnostics);

// What the client reports.
ParseCheck parse_outcome;
// What arrived.
ParseCheck parse_requests;
ParseCheck parse_request;
// When.
ParseCheck parse_gaps;
ParseCheck parse_within;

}  // namespace jobrig::judge
