// Reply: what the service says to a call, in no protocol's words; and the same in the words of HTTP, which the HTTP
// front end makes of it (http/reply.h). No socket, no framing: Content-Length, Connection and the status line are
// serve/'s.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "model/contract_words.h"

namespace jobrig::model {

struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

struct HttpHead {
  int status = 200;
  std::vector<Header> headers;  // in order

  friend bool operator==(const HttpHead&, const HttpHead&) = default;
};

/// A whole answer of HTTP.
struct HttpReply {
  int status = 200;
  std::vector<Header> headers;  // in order; Content-Type among them
  std::string body;
};

struct Reply {
  Reply() = default;
  /// For who answers in HTTP only.
  Reply(HttpReply reply)  // NOLINT(google-explicit-constructor): it is that reply
      : body(std::move(reply.body)), http(HttpHead{reply.status, std::move(reply.headers)}) {}

  std::string error;  // the error's name; empty: the call succeeded, unless `http` says otherwise
  std::string body;   // JSON, unless a scenario or a fault wants something else; of an error with its `message`
  std::string request_id;
  ErrorNameEncoding error_encoding = ErrorNameEncoding::kHeader;  // how HTTP states the error's name
  std::optional<base::Duration> retry_after{};                    // when to call again, as HTTP says it in seconds
  std::optional<base::Duration> amz_retry_after{};                // likewise in milliseconds
  bool off_contract = false;                                      // as the scenario wants it: no schema is asked
  /// What HTTP says instead of the usual: a scenario's `reply:`, or what a fault made of the usual. Other front ends
  /// pass over it, but for a status from 400 on, which makes an error of a reply that names none.
  std::optional<HttpHead> http{};

  [[nodiscard]] bool is_error() const { return !error.empty() || (http && http->status >= 400); }
};

}  // namespace jobrig::model
