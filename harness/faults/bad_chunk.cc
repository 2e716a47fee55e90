// bad-chunk: the body is sent in chunks, and the size of the first one is not a number.
//   bad-chunk | bad-chunk: {size: "-2"}
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_bad_chunk(Settings& settings) {
  settings.shorthand("size");
  const std::string size = settings.text("size", "what is sent in place of the size", "not-a-size");
  if (size.size() > 1024) {
    settings.report("size", "\"size\" must be at most 1024 bytes");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [size](ResponseBytes& response, model::FaultContext& /*context*/) {
    announce_chunks(response);
    if (response.may_have_body) {
      response.body = size + "\r\n" + response.body + "\r\n" + std::string(kLastChunk);
    }
    close_after(response);
  });
}

}  // namespace

void declare_bad_chunk(std::vector<FaultKind>& kinds) {
  kinds.push_back({"bad-chunk", Group::kBytes, "sends a chunk whose size is not a number", "bad-chunk: {size: \"-2\"}",
                   make_bad_chunk});
}

}  // namespace jobrig::faults
