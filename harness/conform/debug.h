// Conform debug: serves one case to a client that the user starts, for example in a debugger, until Enter or a signal,
// and judges the requests that arrived. It starts no client.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>

#include "conform/case_selection.h"
#include "conform/case_server.h"
#include "hosting/stop_signals.h"
#include "model/conformance_case.h"
#include "model/verdict.h"

namespace jobrig::conform {

/// Serves the first case of the selection. Prints to `out` where the case is served and which calls to make. `signals`
/// must be created before the threads of the server. The error says why the case cannot be served.
base::Result<model::RunResult> debug_case(const Selection& selection, CaseServer& server, std::uint64_t seed,
                                          bool strict, hosting::StopSignals& signals, std::ostream& out);

}  // namespace jobrig::conform
