// Exit codes: what the program tells the shell. Nothing else is ever returned.
#pragma once

#include <cstdint>

#include "model/verdict.h"

namespace jobrig::commands {

enum class ExitCode : std::uint8_t {
  kFine = 0,           // as expected
  kVerdict = 1,        // a verdict against the client that was judged, or the server that was asked for its health
  kUserOrWorld = 2,    // the file or the command line is wrong, or the world is: port taken, disk full
  kInterrupted = 130,  // by a signal, with what was done until then reported
};

/// The exit code of a whole conformance run: kInterrupted if it was interrupted; kVerdict if a case or a problem of the
/// run counts against the client; kUserOrWorld if a case could not be run; otherwise kFine.
ExitCode exit_code(const model::RunResult& run);

}  // namespace jobrig::commands
