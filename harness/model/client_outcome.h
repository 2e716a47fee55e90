// Client outcome: what a client says came of one call, in the words of the client protocol (schemas/client-protocol).
// It is the client's report only: what arrived on the wire is told by exchanges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace jobrig::model {

/// What sort of failure a client saw; kUnknown when it cannot tell.
enum class FailureKind : std::uint8_t {
  kUnknown,
  kService,     // an error of the service, with a name or at least a status
  kTransport,   // no connection, or it broke
  kTimeout,     // the client's own time limit
  kDecoding,    // an answer that it could not understand
  kValidation,  // refused by the client before anything was sent
};

struct ClientOutcome {
  enum class Kind : std::uint8_t {
    kSuccess,
    kError,
    kUnable,  // "I could not make the call" (no such operation, no such argument): says nothing about the service
  };

  Kind kind = Kind::kUnable;
  std::string response;  // kSuccess: the answer as the client's own API gave it, as JSON text of an object
  std::string error;     // kError: the error's name as the client surfaces it; empty when it has none
  FailureKind failure = FailureKind::kUnknown;
  std::string message;             // kError: its text; kUnable: the reason
  std::optional<int> status;       // kError: the HTTP status when the client tells it
  std::optional<int> exit_code{};  // of a program that was started for this call; 128 + N: signal N
  std::string out{};               // what it printed, cut at a few KiB, secrets taken out
  std::string err{};
  std::string responses{};  // of a polling call: every answer in order, as JSON text of a list; else empty

  friend bool operator==(const ClientOutcome&, const ClientOutcome&) = default;
};

}  // namespace jobrig::model
