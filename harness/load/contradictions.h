// Contradictions: conditions of one rule that no request can meet together. It does not compare rules or names of
// things (warnings.h does).
#pragma once

#include <optional>
#include <string>

#include "model/scenario.h"

namespace jobrig::load {

/// Why no request can meet all conditions, as a clause: `GetPendingJobExecutions does not name a job`. Nothing for a
/// rule that can match. Looks at an operation with another condition, and at conditions on HTTP and MQTT.
std::optional<std::string> contradiction(const model::Match& match);

}  // namespace jobrig::load
