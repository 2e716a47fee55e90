// Conform debug: serves one case for a client that somebody starts by hand, in a debugger for example, until Enter or a
// signal, and judges what arrived on the wire. It starts no client.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>

#include "conform/case_server.h"
#include "hosting/stop_signals.h"
#include "judge/verdict.h"
#include "model/conformance_case.h"
#include "model/verdict.h"

namespace jobrig::conform {

/// Prints to `out` where the case is served and which calls to make. `signals` was made before the server's threads.
/// The error says why the case cannot be served.
base::Result<model::CaseResult> debug_case(const std::shared_ptr<const model::ConformanceCase>& conformance_case,
                                           CaseServer& server, std::uint64_t seed, const judge::JudgeOptions& judging,
                                           hosting::StopSignals& signals, std::ostream& out);

}  // namespace jobrig::conform
