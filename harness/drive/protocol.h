// Protocol: the messages of the client protocol (schemas/client-protocol.md) as lines of JSON. It writes the runner's
// messages and reads and checks the client's. It does no I/O.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drive/call_request.h"
#include "model/client_limits.h"
#include "model/client_outcome.h"

namespace jobrig::drive {

inline constexpr int kProtocolVersion = 1;

std::string hello_line();
std::string call_line(std::uint64_t id, const CallRequest& request);
std::string bye_line();

/// A client's description of itself.
struct Hello {
  std::string client;
  std::string version;
  std::vector<std::string> features;            // as given; the run refuses unknown ones
  std::vector<std::string> transports{"http"};  // words of model::kTransports
  model::ClientLimits limits;
};

struct ResultLine {
  std::uint64_t id = 0;
  model::ClientOutcome outcome;
};

/// The error completes the sentence "the client said …": `an invalid message (…)`.
base::Result<Hello> read_hello(std::string_view line);
base::Result<ResultLine> read_result(std::string_view line);

}  // namespace jobrig::drive
