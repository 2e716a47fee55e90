// Wire response: reads the bytes of a recorded response as a client has to: without informational responses, framing
// and content coding. It does not parse the body.
#pragma once

#include <string>
#include <string_view>

#include "model/exchange.h"

namespace jobrig::wire {

struct Response {
  int status = 0;    // of the final response; 0: none
  std::string body;  // without chunk framing, gzip and byte order mark
  /// Why the response cannot be used: `it was cut off`. Empty: it is complete.
  std::string problem;

  [[nodiscard]] bool is_success() const { return problem.empty() && status >= 200 && status < 300; }
};

/// A gzip body is understood as the fault `gzip` writes it: in stored blocks.
Response read_response(const model::Exchange& exchange);

}  // namespace jobrig::wire
