// length-and-chunked: the head has both Content-Length and Transfer-Encoding: chunked, which may be an attempt at
// request smuggling (RFC 9112, 6.3). The body is chunked. Content-Length is the size of the body without chunk framing.
//   length-and-chunked
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_length_and_chunked(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [](ResponseBytes& response, model::FaultContext& /*context*/) {
    if (line_value(response, "Content-Length").data() == nullptr) {
      append_line(response, "Content-Length", std::to_string(response.body.size()));
    }
    append_line(response, "Transfer-Encoding", "chunked");
    if (response.may_have_body) {
      response.body = (response.body.empty() ? std::string() : chunk_of(response.body)).append(kLastChunk);
    }
  });
}

}  // namespace

void declare_length_and_chunked(std::vector<FaultKind>& kinds) {
  kinds.push_back({"length-and-chunked", Group::kBytes, "sends both Content-Length and Transfer-Encoding: chunked",
                   "length-and-chunked", make_length_and_chunked});
}

}  // namespace jobrig::faults
