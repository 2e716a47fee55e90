// Reply answer: `reply:` -> model::RawAnswer: a status, headers and a body of the scenario's own. Whether it keeps the
// contract is for plan/verify_answers.
#pragma once

#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Refuses what is no HTTP answer at all: a status that is not final, a header that the framing writes itself.
model::RawAnswer read_reply(const base::Node& node, const Context& context);

}  // namespace jobrig::load
