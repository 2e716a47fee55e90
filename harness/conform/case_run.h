// Case run: has a client make the calls of one served case and writes down what came of it: the record that a verdict
// is made of. It judges nothing.
#pragma once

#include <optional>

#include "base/clock.h"
#include "conform/case_server.h"
#include "drive/driver.h"
#include "drive/stop_flag.h"
#include "model/case_record.h"

namespace jobrig::conform {

/// The calls are made one after the other, until one could not be made, took longer than the deadline or ended the
/// client. Nothing when the run was interrupted meanwhile: what came of the case until then says nothing.
std::optional<model::CaseRecord> run_case(ServedCase& served, drive::Driver& driver, const drive::StopFlag& stop);

/// The record of a case of which no call was made, and why: a harness problem; empty: none.
model::CaseRecord record_without_calls(const model::ConformanceCase& conformance_case, const drive::Driver& driver,
                                       std::string why);

/// What the client of a case is told for one of its calls.
drive::CallOrder call_order(const model::ConformanceCase& one, const model::Call& call, const std::string& endpoint,
                            const drive::TlsFiles& tls);

}  // namespace jobrig::conform
