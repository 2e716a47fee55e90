// HTTP message: splits the bytes of a request or response for display: start line, fields and body, as far as present.
// It accepts invalid messages too and does not validate (serve/framer does).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/request.h"

namespace jobrig::report {

/// Views into the parsed bytes.
struct HttpMessage {
  std::string_view start_line;            // without its end
  std::vector<model::HeaderView> fields;  // without whitespace around names and values
  std::string_view head;                  // start line, fields and the empty line
  std::string_view body;                  // as sent over the wire
  bool head_ended = false;                // whether the empty line was received

  /// The first field with that name (case-insensitive); empty if there is none.
  [[nodiscard]] std::string_view field(std::string_view name) const;
};

/// Parses the message in `bytes`. In a sequence of responses it returns the last one and skips informational ones
/// (1xx).
HttpMessage http_message(std::string_view bytes);

/// Returns the content of a chunked body; nothing if the body does not consist of complete chunks up to the last one.
std::optional<std::string> joined_chunks(std::string_view body);

}  // namespace jobrig::report
