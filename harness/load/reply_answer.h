// Reply answer: reads `reply:`, a custom status, headers and body, into model::RawAnswer. It does not check whether the
// reply conforms to the contract (plan/verify_answers does).
#pragma once

#include <vector>

#include "base/node.h"
#include "faults/header_changes.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Rejects settings that do not make a valid HTTP response: a status that is not final, or a header that the server
/// writes itself.
/// Appends the headers that the reply must not have to `removals`.
model::RawAnswer read_reply(const base::Node& node, std::vector<faults::HeaderChange>& removals,
                            const Context& context);

}  // namespace jobrig::load
