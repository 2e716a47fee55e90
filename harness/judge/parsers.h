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
ParseCheck parse_polled;
ParseCheck parse_order;
// What arrives.
ParseCheck parse_requests;
ParseCheck parse_request;
ParseCheck parse_no_request;
ParseCheck parse_stops;
ParseCheck parse_reuse;
ParseCheck parse_invocation_id;
ParseCheck parse_retry_profile;
// When.
ParseCheck parse_gaps;
ParseCheck parse_mean_gap;
ParseCheck parse_within;
ParseCheck parse_gives_up;
// Trust.
ParseCheck parse_no_credentials_elsewhere;
ParseCheck parse_sent_certificate;
ParseCheck parse_no_handshake;

}  // namespace jobrig::judge
