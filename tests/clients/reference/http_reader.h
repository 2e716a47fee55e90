// HTTP reader: reads one response from a connection and applies RFC 9112 strictly: a response that may be incomplete or
// badly framed is a failure. It does not interpret responses.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clients/reference/connection.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

struct HttpAnswer {
  int status = 0;
  int minor_version = 1;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool reusable = false;  // the connection may be reused

  /// The first header with that name (case-insensitive); empty if there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// Reads the response to a request that was sent. Throws Failure.
HttpAnswer read_answer(Connection& connection, const ResponsePolicy& response, const TimePolicy& time);

}  // namespace jobrig::reference
