// Contradictions: conditions of one rule that no request can meet together. It does not compare rules or names of
// things (warnings.h does).
#pragma once

#include <optional>
#include <string>

#include "model/scenario.h"

namespace jobrig::load {

/// Why no request of the rule's operation can meet its other conditions, as a clause: `GetPendingJobExecutions does not
/// name a job`. Nothing for a rule that can match, or without an operation.
std::optional<std::string> contradiction(const model::Match& match);

}  // namespace jobrig::load
