// Launch: how the program of an agent is started: its words with placeholders, and its environment. It starts nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drive/call_request.h"
#include "drive/spawn.h"

namespace jobrig::agents {

/// What an agent is told.
struct AgentPlace {
  std::string scheme;  // `mqtt`
  std::string host;
  std::uint16_t port = 0;
  std::string thing;
  std::string folder;  // of its own, empty at the first start, and kept while it is restarted
  std::uint64_t seed = 0;
  drive::TlsFiles tls{};
};

/// The names of placeholders in the words of the command line: endpoint, host, port, …
std::vector<std::string_view> agent_placeholders();

/// What is wrong with the words: an unknown placeholder, or one without a value. Nothing: they can be used.
std::optional<std::string> problem_of_words(const std::vector<std::string>& words, bool tls);

/// The words with their values, and `environment` with the variables JOBRIG_ENDPOINT and so on.
drive::SpawnOptions launch_options(const std::vector<std::string>& words, std::vector<std::string> environment,
                                   const AgentPlace& place);

}  // namespace jobrig::agents
