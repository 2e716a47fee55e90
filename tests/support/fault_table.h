// Fault table: for each fault what must be seen on the wire: the exact bytes, how long they take at least, how the
// connection ends, and what curl says. It is data, so that plain TCP and TLS are held to the same.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/script.h"

namespace jobrig::test {

struct FaultCase {
  std::string faults;  // a YAML list, laid over good_reply() by a FaultyResponder
  std::string bytes;   // all that comes
  std::chrono::milliseconds least{0};
  model::CloseAction close_action = model::CloseAction::kKeepOpen;
  std::optional<int> curl = {};  // the exit code of curl with --max-time 1, for the faults of the network
  std::string target = "/a";     // `/full` has times and a document in its answer
};

/// The answer without faults.
std::string good_answer();
/// Made once; in the order of the catalogue, so that the names in a failing test are found.
const std::vector<FaultCase>& fault_table();

}  // namespace jobrig::test
