// Any: an execution whose values are left to chance: `any`, or `any: {status: QUEUED}` with some of them stated. It
// decides which values are drawn; state/ draws them.
#pragma once

#include <string_view>

#include "base/fields.h"
#include "base/node.h"
#include "model/scenario.h"

namespace jobrig::load {

/// The node itself; for the word `any` the map that it is short for: `{any: {}}`. Reports every other word. `what`: "a
/// job".
const base::Node& without_short_form(const base::Node& node, std::string_view what, base::Diagnostics& diagnostics);

/// Sets which values of the execution are drawn: those that the fields below `any` do not state. `number_is_key`: the
/// number of the execution is that of `executions`. `is_followed`: other executions of the job have the next numbers.
void leave_to_chance(base::Fields& fields, bool number_is_key, bool is_followed, model::Execution& execution);

}  // namespace jobrig::load
