// HTTP requests: what an exchange says about an agent, for checks. It judges nothing.
#pragma once

#include "life_cycles/record.h"
#include "model/exchange.h"

namespace jobrig::agents {

/// The record of an exchange of this agent.
life_cycles::RequestRecord request_of(const model::Exchange& exchange, std::size_t agent);

}  // namespace jobrig::agents
