// close-without-notify: over TLS the connection is closed without the close_notify that tells an end from a truncation
// (RFC 8446, 6.1), after the response unless a position is given. Without TLS it is a plain close.
//   close-without-notify | close-without-notify: 50% of body
#include "faults/end_faults.h"

namespace jobrig::faults {

void declare_close_without_notify(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"close-without-notify", Group::kCuts, "closes a TLS connection without close_notify", "close-without-notify",
       [](Settings& settings) { return make_end(settings, model::CloseAction::kCloseSilently, "after-body", false); }});
}

}  // namespace jobrig::faults
