// Warnings: finds what a valid scenario probably does not mean: rules that never apply, and globs that match nothing of
// the file. It reports no mistakes (the readers do).
#pragma once

#include "base/diagnostic.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Bounded work: in a scenario with very many things and rules, it stops to compare globs and stays silent.
void warn_about(const model::Scenario& scenario, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
