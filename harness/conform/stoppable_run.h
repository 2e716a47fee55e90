// Stoppable run: a conformance run that signals end in order, with a report. It does not judge.
#pragma once

#include "conform/run.h"
#include "drive/stop_flag.h"
#include "hosting/stop_signals.h"

namespace jobrig::conform {

/// Executes the run in a separate thread while this thread handles signals: the first one raises the stop flag.
model::RunResult run_until_stopped(ConformRun& run, const ConformRun::Progress& progress, drive::StopFlag& stop,
                                   hosting::StopSignals& signals);

}  // namespace jobrig::conform
