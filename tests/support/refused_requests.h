// Refused requests: what the framer must turn away, each with its status: what RFC 9112 forbids
// (sections 2.2, 3, 5, 6 and 7), what requests are smuggled with (section 11.2), and their neighbours. It is data, so
// that the framer alone and a server on a socket are held to the same.
#pragma once

#include <string>
#include <vector>

namespace jobrig::test {

struct RefusedRequest {
  std::string what;
  std::string bytes;  // ends with the byte that decides, or soon behind it
  int status;
};

std::vector<RefusedRequest> refused_requests();

/// `GET /` with Host and these header lines.
std::string get_with(const std::string& headers);
/// `POST /` with this chunked body.
std::string chunked(const std::string& body);
/// So many header lines.
std::string many_headers(int count);

}  // namespace jobrig::test
