// Executions: reads the map of one execution into model::Execution and checks it against the contract: words,
// constraints and the order of its times. It knows no jobs and no names.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/fields.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads an execution from the fields and reports mistakes to the diagnostics of the context. Without `number`, reads
/// it from its key `number`. Appends the executions of the job that exist only later (`retries`, `next-execution`) to
/// `later`. It does not finish the fields, which may also contain keys of the job.
model::Execution read_execution(base::Fields& fields, std::optional<std::int64_t> number,
                                const base::Location& location, std::vector<model::Execution>& later,
                                const Context& context);

/// Reads `status`; returns nothing if it is absent or invalid.
std::optional<model::Status> read_status(base::Fields& fields);

/// Reads `timeout-delay`, of an execution or of the whole file.
std::optional<base::Duration> read_timeout_delay(base::Fields& fields);

/// Reports the times of an execution whose times are those of its arrival.
void refuse_times_of_arrival(base::Fields& fields);

}  // namespace jobrig::load
