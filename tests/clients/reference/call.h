// Call: what the runner asks for, as the client protocol says it, and what came of it. Plain data.
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
  std::string authority;  // PEM file of whom to trust
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
  std::optional<Poll> poll;
  bool fresh = true;
};

/// What a caller of the client gets to see instead of an answer. Thrown.
struct Failure {
  std::string kind;  // service, transport, timeout, decoding, validation
  std::string message;
  std::string name{};
  int status = 0;
  bool in_answer = false;  // transport: bytes of the answer had come
  Milliseconds hint{0};    // what the service asked to wait
};

/// The endpoint in `https://host:port`; its files are not filled in.
Endpoint parse_endpoint(const std::string& text);

}  // namespace jobrig::reference
