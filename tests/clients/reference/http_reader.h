// HTTP reader: one answer off a connection, by the strict reading of RFC 9112: what is not sure to be whole and well
// framed is a failure. It does not know what answers mean.
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
  bool reusable = false;  // the connection may be used again

  /// The first of that name, by any spelling of it; empty when there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// Reads the answer to a request that was sent. Throws Failure.
HttpAnswer read_answer(Connection& connection, const ResponsePolicy& response, const TimePolicy& time);

}  // namespace jobrig::reference
