// Execution times: reads `queued`, `started` and `updated`, each a date or relative to the clock's start, and checks
// their order. It does not read the times of steps. Other settings with a time also use it.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.h"
#include "base/fields.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads a date or a time relative to the clock's start.
std::optional<model::ScenarioTime> read_time(base::Fields& fields, std::string_view key,
                                             base::Diagnostics& diagnostics);

/// Reads the three times into `execution`, whose status is already set. With `check_order`, checks their order (AWS IoT
/// API Reference, JobExecution: queuedAt <= startedAt <= lastUpdatedAt, no startedAt while QUEUED). A pending execution
/// may have been updated earlier, as in printed examples of AWS. A date and a relative time cannot be compared if the
/// start of the clock is unknown.
void read_times(base::Fields& fields, bool check_order, model::Execution& execution, const Context& context);

}  // namespace jobrig::load
