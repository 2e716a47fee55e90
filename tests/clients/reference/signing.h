// Signing: adds a Signature Version 4 to a request, as the SDKs do. It verifies nothing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "clients/reference/call.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

struct HttpRequest {
  std::string method;
  std::string path;                                        // as on the wire
  std::vector<std::pair<std::string, std::string>> query;  // already encoded
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool has_body = false;
};

/// Adds X-Amz-Date and Authorization. `host` is the value of the Host header.
void sign(HttpRequest& request, const Call& call, const std::string& host, const RequestPolicy& policy,
          long clock_error);

/// Percent-encodes every byte except the unreserved ones.
std::string encoded(const std::string& text);
/// `a=1&b=2`
std::string query_text(const HttpRequest& request);

}  // namespace jobrig::reference
