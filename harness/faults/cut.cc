// cut: closes the connection (FIN) at a position. The default position is before the response.
//   cut | cut: 50% of body | cut: {at: accept}
#include "faults/end_faults.h"

namespace jobrig::faults {

void declare_cut(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"cut", Group::kCuts, "closes the connection (FIN) at a position", "cut: {at: 50% of body}",
       [](Settings& settings) { return make_end(settings, model::CloseAction::kClose, "before-answer", true); }});
}

}  // namespace jobrig::faults
