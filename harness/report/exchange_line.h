// Exchange line: formats an exchange as one line for a terminal. The format is for people; programs should parse the
// journal instead.
#pragma once

#include <string>

#include "model/exchange.h"

namespace jobrig::report {

/// `GET /things/thermostat-1/jobs/firmware-7  503 ServiceUnavailableException  rule "outage" answer 1  after 1.2ms`:
/// method and raw target, status and error, the rule and the number of its response, faults, time to the first byte,
/// and how the exchange ended if that was unusual. Control bytes in the target are escaped, because a terminal would
/// interpret them. A target of more than 200 bytes is cut with `…`.
std::string exchange_line(const model::Exchange& exchange);

}  // namespace jobrig::report
