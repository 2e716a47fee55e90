// HTTP probe: sends one request to an HTTP server and returns the status of its response, within a time. It follows no
// redirect and reads no body.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace jobrig::commands {

struct ProbeTarget {
  std::string host;  // a name or an address, IPv6 without brackets
  std::uint16_t port = 0;
  std::string path;           // begins with a slash
  std::string authorization;  // the header's value; empty: none is sent
};

/// The status of `GET path`. The error says, in a sentence, why there is none. The time does not bound how long a name
/// (other than localhost and addresses) takes to be looked up, and each address of a name may take it to connect.
base::Result<int> probe(const ProbeTarget& target, std::chrono::milliseconds timeout);

}  // namespace jobrig::commands
