// no-last-chunk: the body is chunked, and the connection is closed before the last chunk (`0`). To keep it open, add
// `stall: {at: after-body, for: ever}`.
//   no-last-chunk
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_no_last_chunk(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [](ResponseBytes& response, model::FaultContext& /*context*/) {
    announce_chunks(response);
    if (response.may_have_body && !response.body.empty()) {
      response.body = chunk_of(response.body);
    }
    close_after(response);
  });
}

}  // namespace

void declare_no_last_chunk(std::vector<FaultKind>& kinds) {
  kinds.push_back({"no-last-chunk", Group::kBytes, "sends chunks and closes instead of sending the last one",
                   "no-last-chunk", make_no_last_chunk});
}

}  // namespace jobrig::faults
