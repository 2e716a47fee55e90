// Stoppable run: a conformance run that signals end in order, with a report. It does not judge.
#pragma once

#include <functional>
#include <string>

#include "conform/run.h"
#include "drive/stop_flag.h"
#include "hosting/stop_signals.h"

namespace jobrig::conform {

/// Executes `work` in a separate thread while this thread handles signals: the first one raises the stop flag. Returns
/// why the work could not be done; empty: it was.
std::string work_until_stopped(const std::function<void()>& work, drive::StopFlag& stop, hosting::StopSignals& signals);

/// Executes the run likewise.
model::RunResult run_until_stopped(ConformRun& run, const ConformRun::Progress& progress, drive::StopFlag& stop,
                                   hosting::StopSignals& signals);

}  // namespace jobrig::conform
