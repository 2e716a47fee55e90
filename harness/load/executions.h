// Executions: the map of one execution -> model::Execution, held against the contract's rules: words, constraints, the
// order of its times, the transitions of its `then:`. It knows no jobs and no names.
#pragma once

#include <cstdint>

#include "base/fields.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Where an execution's number is written.
enum class NumberAt : std::uint8_t { kInside, kKey };

/// Reads what it can from the fields of an execution; all mistakes are in the context's diagnostics. With
/// NumberAt::kKey the number is the caller's. It does not finish the fields: a job's own may stand beside them.
model::Execution read_execution(base::Fields& fields, NumberAt number_at, const base::Location& location,
                                const Context& context);

}  // namespace jobrig::load
