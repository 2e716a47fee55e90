// Client profile: how a command-line client is called for each operation and what its exit code and outputs mean, after
// load. Plain data; it starts nothing.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/client_outcome.h"

namespace jobrig::model {

/// Some words of a command line, with placeholders.
struct ProfilePart {
  std::vector<std::string> words;
  std::string when;                 // a placeholder's name: only when it has a value; empty: always
  std::optional<std::string> is{};  // and only when it has this one
};

struct ProfileCall {
  std::string operation;
  std::vector<ProfilePart> parts;
};

/// What an end of the client means. A pattern is text with `{captures}` and `*`, each within one line; empty: anything.
struct OutcomeRule {
  int least_exit = 0;  // both included
  int most_exit = 255;
  std::string out;  // pattern that its stdout must hold
  std::string err;
  ClientOutcome::Kind kind = ClientOutcome::Kind::kError;
  FailureKind failure = FailureKind::kUnknown;
  // Texts with {stdout}, {stderr} and what the patterns captured.
  std::string error{};
  std::string message{};
  std::string status{};
  std::string response{};
};

struct ClientProfile {
  std::string name;
  std::string summary;
  std::vector<std::string> program;
  std::vector<std::string> version;  // its arguments to print its version; empty: it has none
  std::vector<ProfileCall> calls;
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::string> features;
  std::vector<OutcomeRule> outcomes;  // the first that fits holds
};

}  // namespace jobrig::model
