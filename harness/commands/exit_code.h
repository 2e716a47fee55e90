// Exit codes: all exit codes of the program. It does not exit.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/verdict.h"

namespace jobrig::commands {

enum class ExitCode : std::uint8_t {
  kFine = 0,           // success
  kVerdict = 1,        // the judged client failed, or the server checked by `health` is not healthy
  kUserOrWorld = 2,    // usage, input or environment error: invalid file or option, port in use, disk full
  kWarnings = 3,       // `check --strict` found no mistakes, but warnings
  kHalted = 4,         // an experiment exceeded a limit, or its steady state did not hold before the stages
  kInterrupted = 130,  // interrupted by a signal; results up to that point are reported
};

struct ExitCodeRow {
  ExitCode code;
  std::string_view meaning;  // for help and manual page
};

/// All exit codes, in ascending order.
std::span<const ExitCodeRow> exit_codes();

/// The exit code of a whole conformance run: kInterrupted if it was interrupted; kVerdict if a case or a problem of the
/// run counts against the client; kUserOrWorld if a case could not be run; otherwise kFine.
ExitCode exit_code(const model::RunResult& run);

}  // namespace jobrig::commands
