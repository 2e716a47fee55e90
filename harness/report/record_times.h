// Record times: the moments of a case's record as lengths of time since its own beginning. Moments that are zero never
// came.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.h"
#include "model/case_record.h"

namespace jobrig::report {

/// The earliest moment of the record: zero of its time axis. Zero itself when nothing happened.
base::Monotonic record_origin(const model::CaseRecord& record);

/// The latest moment of the record; zero when nothing happened.
base::Monotonic record_end(const model::CaseRecord& record);

/// From the first moment to the last.
std::chrono::nanoseconds record_length(const model::CaseRecord& record);

/// Milliseconds after the origin; nothing for a moment that never came.
std::optional<double> milliseconds_after(base::Monotonic origin, base::Monotonic moment);

}  // namespace jobrig::report
