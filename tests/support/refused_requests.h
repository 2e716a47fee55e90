// Refused requests: requests that the framer must reject, each with its status: violations of RFC 9112 (sections 2.2,
// 3, 5, 6 and 7), request smuggling (section 11.2), and similar requests. It is data that the tests of the framer and
// of a server share.
#pragma once

#include <string>
#include <vector>

namespace jobrig::test {

struct RefusedRequest {
  std::string what;
  std::string bytes;  // ends with the decisive byte, or shortly after it
  int status;
};

std::vector<RefusedRequest> refused_requests();

/// `GET /` with Host and the given header lines.
std::string get_with(const std::string& headers);
/// `POST /` with the given chunked body.
std::string chunked(const std::string& body);
/// `count` header lines.
std::string many_headers(int count);

}  // namespace jobrig::test
