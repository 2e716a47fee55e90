// http-1.0: the answer of an HTTP/1.0 server, which closes the connection behind it.
//   http-1.0
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_http_1_0(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "http-1.0", "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("http-1.0", [](AnswerBytes& answer, model::FaultContext& /*context*/) {
    answer.status_line.replace(0, answer.status_line.find(' '), "HTTP/1.0");
    close_behind(answer);
  });
}

}  // namespace jobrig::faults
