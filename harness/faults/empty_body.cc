// empty-body: the response has no body, and Content-Length: 0. Status and other headers are unchanged.
//   empty-body
#include "faults/body_faults.h"

namespace jobrig::faults {

void declare_empty_body(std::vector<FaultKind>& kinds) {
  kinds.push_back({"empty-body", Group::kMeaning, "sends an empty body", "empty-body",
                   [](Settings& settings) { return make_fixed_body(settings, ""); }});
}

}  // namespace jobrig::faults
