// Executions: reads the map of one execution into model::Execution and checks it against the contract: words,
// constraints, the order of its times, and the transitions of its `then:`. It knows no jobs and no names.
#pragma once

#include <cstdint>

#include "base/fields.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Where the number of an execution is written: inside its map, or as the key of the map.
enum class NumberAt : std::uint8_t { kInside, kKey };

/// Reads an execution from the fields and reports mistakes to the diagnostics of the context. With NumberAt::kKey the
/// caller sets the number. It does not finish the fields, which may also contain keys of the job.
model::Execution read_execution(base::Fields& fields, NumberAt number_at, const base::Location& location,
                                const Context& context);

}  // namespace jobrig::load
