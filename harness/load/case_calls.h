// Case calls: `call:` or `calls:` of a conformance case -> model::Call. Which arguments there are is contract/'s table;
// what their values are is not judged here: a case may give bad ones on purpose.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "base/fields.h"
#include "model/case_names.h"
#include "model/conformance_case.h"

namespace jobrig::load {

/// Reads them from the fields of a whole case. `thingName` and `jobId` are the instance's where a call gives none.
std::vector<model::Call> read_calls(base::Fields& fields, const model::CaseNames& names, model::Edition edition,
                                    base::Diagnostics& diagnostics);

}  // namespace jobrig::load
