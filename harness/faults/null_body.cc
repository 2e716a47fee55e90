// null-body: the body is null. Status and headers are unchanged.
//   null-body
#include "faults/body_faults.h"

namespace jobrig::faults {

void declare_null_body(std::vector<FaultKind>& kinds) {
  kinds.push_back({"null-body", Group::kMeaning, "sends null as the body", "null-body",
                   [](Settings& settings) { return make_fixed_body(settings, "null"); }});
}

}  // namespace jobrig::faults
