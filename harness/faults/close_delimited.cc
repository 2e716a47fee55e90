// close-delimited: no Content-Length; the end of the connection is the end of the body (RFC 9112, 6.3).
//   close-delimited
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_close_delimited(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "close-delimited", "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("close-delimited", [](AnswerBytes& answer, model::FaultContext& /*context*/) {
    remove_lines(answer, "Content-Length");
    replace_line(answer, "Connection", "Connection: close");
    close_behind(answer);
  });
}

}  // namespace jobrig::faults
