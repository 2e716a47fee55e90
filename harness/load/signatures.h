// Signatures: `signatures:`, `credentials:` and `region:` of a scenario. It checks no signature (plan/ does).
#pragma once

#include "base/fields.h"
#include "model/scenario.h"

namespace jobrig::load {

/// From the fields of a whole scenario; the default when it has none of the three. Checking without any known key is a
/// mistake.
model::SignatureSettings read_signatures(base::Fields& scenario, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
