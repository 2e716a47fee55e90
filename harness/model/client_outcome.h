// Client outcome: what a client reports about one call, in the terms of the client protocol (schemas/client-protocol).
// It contains only the report of the client; exchanges record what happened on the wire.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace jobrig::model {

/// The kind of failure that a client saw; kUnknown if it cannot tell.
enum class FailureKind : std::uint8_t {
  kUnknown,
  kService,     // an error of the service, with a name or at least a status
  kTransport,   // no connection, or the connection broke
  kTimeout,     // a timeout of the client
  kDecoding,    // an unreadable response
  kValidation,  // rejected by the client before it sent anything
};

/// What a client tells about its calls. Each kind includes the ones before it.
enum class Reports : std::uint8_t {
  kNothing,   // only its requests count
  kExitCode,  // 0: success, else an error; ClientOutcome has no response and no name of an error
  kResults,
};

struct ClientOutcome {
  enum class Kind : std::uint8_t {
    kSuccess,
    kError,
    kUnable,  // the client could not make the call (unknown operation or argument); says nothing about the service
  };

  Kind kind = Kind::kUnable;
  std::string response;  // kSuccess: the response as returned by the API of the client; JSON text of an object
  std::string error;     // kError: the name of the error as reported by the client; may be empty
  FailureKind failure = FailureKind::kUnknown;
  std::string message;             // kError: the text of the error; kUnable: the reason
  std::optional<int> status;       // kError: the HTTP status if the client reports it
  std::optional<int> exit_code{};  // of a program started for this call; 128 + N means signal N
  std::string out{};               // its stdout, truncated to a few KiB, secrets removed
  std::string err{};
  std::string responses{};  // polling call: all responses in order, JSON text of a list; else empty

  friend bool operator==(const ClientOutcome&, const ClientOutcome&) = default;
};

}  // namespace jobrig::model
