// The agent mode of `conform`: starts agents, lets the life cycles happen to them, and judges them. The options are
// those of conform.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/command.h"
#include "commands/report_outputs.h"
#include "conform/case_selection.h"
#include "conform/client.h"
#include "drive/spawn.h"
#include "hosting/stop_signals.h"

namespace jobrig::commands {

/// Borrows the options of the command line.
struct AgentMode {
  const conform::ClientOptions& client;
  const conform::SelectionOptions& selection;  // with the seed
  const ReportOutputs& reports;
  std::string protocol;  // a word of agents::protocols()
  unsigned jobs = 1;
  bool fail_fast = false;
  bool list = false;  // print the selected life cycles and run none
  /// Options that are for cases, and whether each was given: life cycles have no such thing.
  std::vector<std::pair<std::string, bool>> cases_only{};
};

/// The words of --protocol.
std::vector<std::string> agent_protocol_words();

/// Prints the text report to stdout, or to stderr if another report goes there.
ExitCode run_agent_mode(const AgentMode& mode, const drive::CallerState& caller,
                        std::optional<hosting::StopSignals>& signals, Streams& streams);

}  // namespace jobrig::commands
