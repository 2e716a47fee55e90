// Poll responses: what a client reported of a polling call, response by response. It judges nothing.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "model/case_record.h"

namespace jobrig::judge {

/// The executions in the answers of the call (from 1; the last call when absent), in order; null for an answer without
/// one. Of a call that reported no list it is the one response. Empty: the call was not made or not a success.
std::vector<nlohmann::json> polled_executions(const model::CaseRecord& record, std::optional<std::size_t> call);

}  // namespace jobrig::judge
