// half-close: we say that we send no more (FIN), and go on reading until the client closes; behind the answer, unless a
// position says where.
//   half-close | half-close: head
#include "faults/end_faults.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_half_close(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_end(settings, "half-close", model::CloseAction::kHalfClose, Position::Anchor::kAfterBody, false,
                   diagnostics);
}

}  // namespace jobrig::faults
