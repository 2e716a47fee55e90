// Reply: the result of a call, independent of the protocol, and its HTTP form, which the HTTP front end builds from it
// (http/reply.h). It contains no framing: serve/ adds Content-Length, Connection and the status line.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/http_date.h"
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
  bool has_date = true;         // whether serve/ adds `Date`, unless `headers` contain one

  friend bool operator==(const HttpHead&, const HttpHead&) = default;
};

/// A complete HTTP response.
struct HttpReply {
  int status = 200;
  std::vector<Header> headers;  // in order, including Content-Type
  std::string body;
  std::optional<base::Instant> date{};  // serve/ adds it as `Date`, unless `headers` contain one; absent: no `Date`
};

/// A time at which the client may call again, for clients that understand dates.
struct RetryDate {
  base::Instant instant;
  base::HttpDateForm form = base::HttpDateForm::kImfFixdate;
};

struct Reply {
  Reply() = default;
  /// For code that responds only over HTTP.
  Reply(HttpReply reply)  // NOLINT(google-explicit-constructor): it is that reply
      : body(std::move(reply.body)), http(HttpHead{reply.status, std::move(reply.headers)}) {}

  std::string error;  // name of the error; empty: success, unless `http` says otherwise
  std::string body;   // JSON, unless a scenario or fault replaces it; of an error, includes its `message`
  std::string request_id;
  ErrorNameEncoding error_encoding = ErrorNameEncoding::kHeader;  // where HTTP puts the name of the error
  std::optional<base::Duration> retry_after{};                    // delay until a retry; HTTP states it in seconds
  std::optional<base::Duration> amz_retry_after{};                // the same in milliseconds
  std::optional<RetryDate> retry_date{};                          // Retry-After as a date; replaces the delay in HTTP
  bool off_contract = false;  // requested by the scenario: not validated against schemas
  /// HTTP status and headers that replace the usual ones: a scenario's `reply:`, or a change made by a fault. Other
  /// front ends ignore it, except that a status of 400 or more makes the reply an error.
  std::optional<HttpHead> http{};

  [[nodiscard]] bool is_error() const { return !error.empty() || (http && http->status >= 400); }
};

}  // namespace jobrig::model
