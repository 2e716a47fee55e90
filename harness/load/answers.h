// Answers: `answers:` of a rule -> model::Answer. Errors that the operation does not document are refused here; the
// bytes of a `reply:` are held against the schemas by plan/verify_answers.
#pragma once

#include <vector>

#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// `when` is the rule's: it says which operations the answers are for.
std::vector<model::Answer> read_answers(const base::Node& node, const model::Match& when, const Context& context);

}  // namespace jobrig::load
