// null-member: a member of the body is null. The default is a random member.
//   null-member | null-member: execution.jobId
#include "faults/member_choice.h"

namespace jobrig::faults {
namespace {

void set_null(std::string& json, const JsonMember& member) { replace_value(json, member, "null"); }

}  // namespace

void declare_null_member(std::vector<FaultKind>& kinds) {
  kinds.push_back({"null-member", Group::kMeaning, "sets a member of the body to null", "null-member: execution.jobId",
                   [](Settings& settings) { return make_member_fault(settings, set_null); }});
}

}  // namespace jobrig::faults
