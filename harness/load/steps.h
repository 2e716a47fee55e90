// Steps: reads the steps of `then:`: their triggers, their effects and the executions that they let arrive. It does not
// resolve the names of other jobs (arrivals.h does).
#pragma once

#include <vector>

#include "base/fields.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads `then:` into `execution`, which is complete otherwise. Executions that its steps create are appended to
/// `later`.
void read_then(base::Fields& fields, model::Execution& execution, std::vector<model::Execution>& later,
               const Context& context);

}  // namespace jobrig::load
