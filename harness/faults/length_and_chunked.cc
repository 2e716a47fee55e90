// length-and-chunked: the head states a Content-Length and Transfer-Encoding: chunked, which RFC 9112 (6.3) calls an
// attempt at smuggling; the body is chunked, the length that of the body without its framing.
//   length-and-chunked
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_length_and_chunked(const base::Node& settings,
                                                             base::Diagnostics& diagnostics) {
  Settings read(settings, "length-and-chunked", "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("length-and-chunked", [](AnswerBytes& answer, model::FaultContext& /*context*/) {
    if (line_value(answer, "Content-Length").data() == nullptr) {
      append_line(answer, "Content-Length", std::to_string(answer.body.size()));
    }
    append_line(answer, "Transfer-Encoding", "chunked");
    if (answer.may_have_body) {
      answer.body = (answer.body.empty() ? std::string() : chunk_of(answer.body)).append(kLastChunk);
    }
  });
}

}  // namespace jobrig::faults
