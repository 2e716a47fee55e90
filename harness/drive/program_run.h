// Program run: starts a program that makes one call and ends, and waits for that. What its exit code and outputs mean
// is not its business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "drive/call_order.h"
#include "drive/process.h"
#include "drive/redaction.h"

namespace jobrig::drive {

struct ProgramEnd {
  int exit_code = -1;  // 128 + N when signal N ended it
  bool by_itself = false;
  std::string out;  // at most Output::kMax bytes each, secrets taken out
  std::string err;
  std::size_t left_behind = 0;
};

/// Runs the program for at most `most`. Fills in the report's times, timed_out, crashed (a signal that is not ours
/// ended it), stopped, harness_problem (it could not be started) and notes; its outcome is the caller's.
ProgramEnd run_program(Children& children, const StopFlag& stop, SpawnOrder order, base::Duration most,
                       const Redaction& redaction, CallReport& report);

}  // namespace jobrig::drive
