// HTTP probe: asks one thing of an HTTP server and tells the status of its answer, within a time. It follows nothing
// and reads no body.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"

namespace jobrig::commands {

struct ProbeTarget {
  std::string host;  // a name or an address, v6 without brackets
  std::string port;
  std::string path;           // begins with a slash
  std::string authorization;  // the header's value; empty: none is sent
};

/// The status of `GET path`. The error says, in a sentence, why there is none. The time does not bound how long a name
/// (other than localhost and addresses) takes to be looked up.
base::Result<int> probe(const ProbeTarget& target, std::chrono::milliseconds timeout);

}  // namespace jobrig::commands
