// Fault table: the expected wire behaviour of each fault: the exact bytes, their minimum duration, the end of the
// connection, and curl's exit code. It is data that the tests of plain TCP and TLS share.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/script.h"

namespace jobrig::test {

struct FaultCase {
  std::string faults;  // a YAML list, applied to good_reply() by a FaultyResponder
  std::string bytes;   // all bytes received
  std::chrono::milliseconds least{0};
  model::CloseAction close_action = model::CloseAction::kKeepOpen;
  std::optional<int> curl = {};  // exit code of curl with --max-time 1, for network faults
  std::string target = "/a";     // the response to `/full` has timestamps and a document
};

/// The response without faults.
std::string good_answer();
/// Built once, in the order of the catalogue, to make the names in a failing test easy to find.
const std::vector<FaultCase>& fault_table();

}  // namespace jobrig::test
