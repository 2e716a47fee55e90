// Case run: makes a client perform the calls of one served case and records the results. It does not judge the record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "conform/case_server.h"
#include "drive/driver.h"
#include "drive/stop_flag.h"
#include "model/case_record.h"
#include "model/client_limits.h"

namespace jobrig::conform {

/// The calls of a case by their ids (drive::CallReport). Zero: the client has no ids.
struct CallIds {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

/// Makes the calls one after the other. Stops after a call that could not be made, exceeded its bounds
/// (judge/call_bounds.h) or ended the client. Returns nothing if the run was interrupted: an incomplete record cannot
/// be judged.
std::optional<model::CaseRecord> run_case(ServedCase& served, drive::Driver& driver, const model::ClientLimits& limits,
                                          const drive::StopFlag& stop, CallIds& calls);

/// Adds to the record what arrived at the server, also after the result. `client_runs`: the client has not ended.
void finish_record(ServedCase& served, bool client_runs, model::CaseRecord& record);

/// The secret key that the client is given for the case. It opens nothing, but it may look like one that does.
std::string secret_key(const model::ConformanceCase& conformance_case);

/// The record of a case without calls. `reports` is what Driver::reports says; `why` is the harness problem; empty:
/// there is none.
model::CaseRecord record_without_calls(const model::ConformanceCase& conformance_case, model::Reports reports,
                                       std::string why);

}  // namespace jobrig::conform
