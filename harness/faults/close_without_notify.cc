// close-without-notify: over TLS, closes the connection without the close_notify alert that distinguishes an end from a
// truncation (RFC 8446, 6.1). The default position is after the response. Without TLS it is a plain close.
//   close-without-notify | close-without-notify: 50% of body
#include "faults/end_faults.h"

namespace jobrig::faults {

void declare_close_without_notify(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"close-without-notify", Group::kCuts, "closes a TLS connection without close_notify", "close-without-notify",
       [](Settings& settings) { return make_end(settings, model::CloseAction::kCloseSilently, "after-body", false); }});
}

}  // namespace jobrig::faults
