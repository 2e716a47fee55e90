// Signatures: reads `signatures:`, `credentials:` and `region:` of a scenario. It does not verify signatures (http/
// does).
#pragma once

#include "base/fields.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads them from the fields of a whole scenario. Returns the default if all three are absent. Checking without
/// credentials is a mistake.
model::SignatureSettings read_signatures(base::Fields& scenario, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
