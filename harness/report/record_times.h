// Record times: the times in the record of a case, relative to the start of the record, in whole microseconds as files
// store them: a run and its file print the same. A time of zero means that the event did not happen. It does not
// measure.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.h"
#include "model/case_record.h"

namespace jobrig::report {

/// The earliest time in the record, the zero of its time axis; zero if nothing happened.
base::Monotonic record_origin(const model::CaseRecord& record);

/// The latest time in the record; zero if nothing happened.
base::Monotonic record_end(const model::CaseRecord& record);

/// From the earliest time to the latest.
std::chrono::nanoseconds record_length(const model::CaseRecord& record);

/// The whole microsecond in which the moment is.
std::chrono::microseconds whole_microseconds(base::Monotonic moment);

/// The time after the origin; nothing if the event did not happen.
std::optional<std::chrono::microseconds> time_after(base::Monotonic origin, base::Monotonic moment);

}  // namespace jobrig::report
