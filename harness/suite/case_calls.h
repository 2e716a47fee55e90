// Case calls: reads `call:` or `calls:` of a conformance case into model::CaseCall. The names of the arguments come
// from the table of contract/. It does not check their values: a case may use invalid ones on purpose.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "base/fields.h"
#include "model/case_names.h"
#include "model/conformance_case.h"

namespace jobrig::suite {

/// Reads the calls from the fields of a case. `thingName` and `jobId` default to the names of the instance. With
/// `mqtt`, a call can also be about a notification (model/mqtt_notices.h).
std::vector<model::CaseCall> read_calls(base::Fields& fields, const model::CaseNames& names, model::Edition edition,
                                        bool mqtt, base::Diagnostics& diagnostics);

}  // namespace jobrig::suite
