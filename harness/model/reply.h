// Reply: what a good server would say, before anybody thinks of bytes. No socket, no framing: Content-Length,
// Connection and the status line are the renderer's.
#pragma once

#include <string>
#include <vector>

namespace jobrig::model {

struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

struct Reply {
  int status = 200;
  std::vector<Header> headers;  // in order; Content-Type among them
  std::string body;
  /// True when the scenario says so: the contract's schemas are not asked.
  bool off_contract = false;
};

}  // namespace jobrig::model
