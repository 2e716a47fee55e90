// Poll responses: the responses that a client reported for a polling call. It judges nothing.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "model/case_record.h"

namespace jobrig::judge {

/// The executions in the responses of the call (from 1; default: the last call), in order. Null for a response without
/// an execution. For a call that reported no list, the one response. Empty: the call was not made or did not succeed.
std::vector<nlohmann::json> polled_executions(const model::CaseRecord& record, std::optional<std::size_t> call);

}  // namespace jobrig::judge
