// array-body: the body is []. Status and headers are unchanged.
//   array-body
#include "faults/body_faults.h"

namespace jobrig::faults {

void declare_array_body(std::vector<FaultKind>& kinds) {
  kinds.push_back({"array-body", Group::kMeaning, "sends [] as the body", "array-body",
                   [](Settings& settings) { return make_fixed_body(settings, "[]"); }});
}

}  // namespace jobrig::faults
