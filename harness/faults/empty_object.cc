// empty-object: the body is {}. Status and headers are unchanged.
//   empty-object
#include "faults/body_faults.h"

namespace jobrig::faults {

void declare_empty_object(std::vector<FaultKind>& kinds) {
  kinds.push_back({"empty-object", Group::kMeaning, "sends {} as the body", "empty-object",
                   [](Settings& settings) { return make_fixed_body(settings, "{}"); }});
}

}  // namespace jobrig::faults
