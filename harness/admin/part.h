// Part: a part of a scenario in the body of a call, such as a rule or an execution: what it is read with, and the
// response that lists its mistakes. It does not read it.
#pragma once

#include <string_view>

#include "admin/call.h"
#include "base/diagnostic.h"
#include "model/scenario.h"

namespace jobrig::admin {

/// A scenario with the settings of `served` that parts are read and checked with, and nothing else.
model::Scenario settings_of(const model::Scenario& served);

/// 422 with the sentence and all mistakes with their positions.
model::HttpReply mistakes_reply(std::string_view sentence, const base::Diagnostics& diagnostics);

}  // namespace jobrig::admin
