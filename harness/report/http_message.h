// HTTP message: the bytes of one request or answer taken apart for showing: start line, fields, body, as far as they
// go. It takes whatever is there, broken messages too, and judges nothing: what HTTP allows is serve/framer's to say.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/request.h"

namespace jobrig::report {

/// Views into the bytes that it was made from.
struct HttpMessage {
  std::string_view start_line;            // without its end
  std::vector<model::HeaderView> fields;  // without the blanks around names and values
  std::string_view head;                  // start line, fields and the empty line
  std::string_view body;                  // as it went over the wire
  bool head_ended = false;                // the empty line came

  /// The first field of that name, in any case; empty when there is none.
  [[nodiscard]] std::string_view field(std::string_view name) const;
};

/// The message in `bytes`. Of answers that stand in a row the last: informational ones (1xx) are skipped.
HttpMessage http_message(std::string_view bytes);

/// What the body says when its chunks are joined; nothing when it is not made of whole chunks up to the last one.
std::optional<std::string> joined_chunks(std::string_view body);

}  // namespace jobrig::report
