// Client profile: the command line of a client for each operation, and the meaning of its exit codes and output, after
// loading. Plain data; it does not start processes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/client_limits.h"
#include "model/client_outcome.h"

namespace jobrig::model {

/// A group of words of a command line, with placeholders.
struct ProfilePart {
  std::vector<std::string> words;
  std::string when;                 // name of a placeholder; used only if that has a value; empty: always used
  std::optional<std::string> is{};  // used only if the placeholder has this value
};

struct ProfileCall {
  std::string operation;
  std::vector<ProfilePart> parts;
};

/// The meaning of one way in which the client can exit. A pattern is text with `{captures}` and `*`, which match within
/// one line. An empty pattern matches everything.
struct OutcomeRule {
  int least_exit = 0;  // both limits are inclusive
  int most_exit = 255;
  std::string out;  // pattern that stdout must contain
  std::string err;
  ClientOutcome::Kind kind = ClientOutcome::Kind::kError;
  FailureKind failure = FailureKind::kUnknown;
  // Templates with {stdout}, {stderr} and the captures of the patterns.
  std::string error{};
  std::string message{};
  std::string status{};
  std::string response{};
};

struct ClientProfile {
  std::string name;
  std::string summary;
  std::vector<std::string> program;
  std::vector<std::string> version;  // arguments that print its version; empty: not available
  std::vector<ProfileCall> calls;
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::string> features;
  std::vector<std::string> transports{"http"};  // words of kTransports
  std::vector<OutcomeRule> outcomes;            // the first match wins
  ClientLimits limits{};
};

}  // namespace jobrig::model
