// Exchange line: one exchange as one line for a person who watches a terminal. Not a format to parse: that is the
// journal.
#pragma once

#include <string>

#include "model/exchange.h"

namespace jobrig::report {

/// `GET /things/thermostat-1/jobs/firmware-7  503 ServiceUnavailableException  rule "outage" answer 1  after 1.2ms`:
/// method and raw target, status and error, the rule and which of its answers, faults, time to the first byte, and how
/// it ended when not as usual. Control bytes of the target are escaped (a terminal must not obey them); a target over
/// 200 bytes is cut with `…`.
std::string exchange_line(const model::Exchange& exchange);

}  // namespace jobrig::report
