// Program run: starts a program that makes one call and exits, and waits for it. It does not interpret the exit code or
// the outputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "drive/call_request.h"
#include "drive/process.h"

namespace jobrig::drive {

struct ProgramEnd {
  int exit_code = -1;  // 128 + N when signal N ended it
  bool exited = false;
  std::string out;  // at most Output::kMax bytes each
  std::string err;
  std::size_t left_behind = 0;
};

/// Runs the program until it ends or `more` (CallRequest::more) grants no time after `timeout`. Sets the report's
/// times, timed_out, crashed (a signal that we did not send ended it), stopped, harness_problem (it could not be
/// started) and notes. The caller sets the outcome.
ProgramEnd run_program(ProcessSupervisor& supervisor, const StopFlag& stop, SpawnOptions program,
                       base::Duration timeout, CallReport& report, const std::function<base::Duration()>& more = {});

}  // namespace jobrig::drive
