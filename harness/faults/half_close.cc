// half-close: the server sends FIN and continues to read until the client closes. The default position is after the
// response.
//   half-close | half-close: head
#include "faults/end_faults.h"

namespace jobrig::faults {

void declare_half_close(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"half-close", Group::kCuts, "sends FIN after the response and continues to read", "half-close",
       [](Settings& settings) { return make_end(settings, model::CloseAction::kHalfClose, "after-body", false); }});
}

}  // namespace jobrig::faults
