// Conform debug: serves one case for a client that somebody starts by hand, in a debugger for example, until Enter or a
// signal, and judges what arrived on the wire. It starts no client.
#pragma once

#include <iosfwd>

#include "commands/case_selection.h"
#include "commands/case_server.h"
#include "commands/stop_signals.h"
#include "judge/verdict.h"
#include "model/verdict.h"

namespace jobrig::commands {

/// Prints to `out` where the case is served and which calls to make. `signals` was made before the server's threads.
/// The error says why the case cannot be served.
base::Result<model::CaseResult> debug_case(const SelectedCase& selected, CaseServer& server, std::uint64_t seed,
                                           const judge::JudgeOptions& judging, StopSignals& signals, std::ostream& out);

}  // namespace jobrig::commands
