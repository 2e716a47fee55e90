// cut: the connection is closed (FIN) at a position; without one, before the answer.
//   cut | cut: 50% of body | cut: {at: accept}
#include "faults/end_faults.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_cut(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_end(settings, "cut", model::CloseAction::kClose, Position::Anchor::kBeforeAnswer, true, diagnostics);
}

}  // namespace jobrig::faults
