// close-delimited: no Content-Length; the end of the connection is the end of the body (RFC 9112, 6.3).
//   close-delimited
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_close_delimited(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [](ResponseBytes& response, model::FaultContext& /*context*/) {
    remove_lines(response, "Content-Length");
    replace_line(response, "Connection", "Connection: close");
    close_after(response);
  });
}

}  // namespace

void declare_close_delimited(std::vector<FaultKind>& kinds) {
  kinds.push_back({"close-delimited", Group::kBytes, "omits Content-Length and closes at the end of the body",
                   "close-delimited", make_close_delimited});
}

}  // namespace jobrig::faults
