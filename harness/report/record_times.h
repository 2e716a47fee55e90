// Record times: the moments of a case's record as lengths of time since its own beginning. Moments that are zero never
// came.
#pragma once

#include <optional>

#include "base/clock.h"
#include "model/case_record.h"

namespace jobrig::report {

/// The earliest moment of the record: zero of its time axis. Zero itself when nothing happened.
base::Monotonic record_origin(const model::CaseRecord& record);

/// Milliseconds after the origin; nothing for a moment that never came.
std::optional<double> milliseconds_after(base::Monotonic origin, base::Monotonic moment);

}  // namespace jobrig::report
