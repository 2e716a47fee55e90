// Protocol: the messages of the client protocol (schemas/client-protocol.md) as lines of JSON: those of the runner are
// written here, those of a client read and checked. It sends nothing and waits for nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drive/call_order.h"
#include "model/client_outcome.h"

namespace jobrig::drive {

inline constexpr int kProtocolVersion = 1;

std::string hello_line();
std::string call_line(std::uint64_t id, const CallOrder& order);
std::string bye_line();

/// What a client says of itself.
struct Hello {
  std::string client;
  std::string version;
  std::vector<std::string> features;
};

struct ResultLine {
  std::uint64_t id = 0;
  model::ClientOutcome outcome;
};

/// The error says what is wrong with the line in half a sentence, to be put behind "the client said ": `no JSON (…)`.
base::Result<Hello> read_hello(std::string_view line);
base::Result<ResultLine> read_result(std::string_view line);

}  // namespace jobrig::drive
