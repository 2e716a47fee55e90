// Answers: reads `answers:` of a rule into model::Answer. It rejects errors that are not documented for the operation.
// It does not validate the bytes of a `reply:` against the schemas (plan/verify_answers does).
#pragma once

#include <vector>

#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// `when` is the match of the rule; it determines the operations that the answers are for.
std::vector<model::Answer> read_answers(const base::Node& node, const model::Match& when, const Context& context);

}  // namespace jobrig::load
