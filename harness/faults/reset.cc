// reset: the connection is reset (RST, over TLS too) at a position; without one, before the answer.
//   reset | reset: head | reset: {at: byte 20 of body}
#include "faults/end_faults.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_reset(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_end(settings, "reset", model::CloseAction::kReset, Position::Anchor::kBeforeAnswer, true, diagnostics);
}

}  // namespace jobrig::faults
