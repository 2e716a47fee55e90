// Execution times: `queued`, `started` and `updated`, each relative to the clock's start or a date, and their order.
#pragma once

#include "base/fields.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads the three into `execution`, whose status is known. Their order (AWS IoT API Reference,
/// JobExecution: queuedAt <= startedAt <= lastUpdatedAt, no startedAt while QUEUED) is checked when asked for, unless a
/// date stands beside a relative time and nobody knows when the clock starts.
void read_times(base::Fields& fields, bool check_order, model::Execution& execution, const Context& context);

}  // namespace jobrig::load
