// Call: a call as defined by the client protocol, and its result. Plain data.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "clients/reference/policy.h"

namespace jobrig::reference {

struct Endpoint {
  bool tls = false;
  std::string host;
  std::string port;
  std::string authority;  // PEM file of the trusted authority
  std::string certificate;
  std::string key;
};

struct Poll {
  Milliseconds every{0};
  int at_most = 1;
};

struct Call {
  std::string operation;
  std::shared_ptr<const nlohmann::json> arguments;  // by name; never null
  Endpoint endpoint;
  std::string region;
  std::string access_key;
  std::string secret_key;
  std::string session_token;
  std::optional<Poll> poll;
  bool fresh = true;
};

/// What the caller of the client receives instead of a response. Thrown.
struct Failure {
  std::string kind;  // service, transport, timeout, decoding, validation
  std::string message;
  std::string name{};
  int status = 0;
  bool in_answer = false;              // transport: a part of the response had arrived
  Milliseconds after{0};               // the wait that Retry-After requests
  std::optional<Milliseconds> hint{};  // that of x-amz-retry-after
  long clock_error = 0;                // seconds between Date and the clock of the client
};

/// Parses `https://host:port`; the files of the endpoint are not set.
Endpoint parse_endpoint(const std::string& text);

}  // namespace jobrig::reference
