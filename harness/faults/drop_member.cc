// drop-member: a member of the body is missing. The default is a random member.
//   drop-member | drop-member: execution.status
#include "faults/member_choice.h"

namespace jobrig::faults {

void declare_drop_member(std::vector<FaultKind>& kinds) {
  kinds.push_back({"drop-member", Group::kMeaning, "removes a member from the body", "drop-member: execution.status",
                   [](Settings& settings) { return make_member_fault(settings, drop_member); }});
}

}  // namespace jobrig::faults
