// close-without-notify: over TLS the connection is closed without the close_notify that tells an end from a cut (RFC
// 8446, 6.1); behind the answer, unless a position says where. Without TLS it is a plain close.
//   close-without-notify | close-without-notify: 50% of body
#include "faults/end_faults.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_close_without_notify(const base::Node& settings,
                                                               base::Diagnostics& diagnostics) {
  return parse_end(settings, "close-without-notify", model::CloseAction::kCloseSilently, Position::Anchor::kAfterBody,
                   false, diagnostics);
}

}  // namespace jobrig::faults
