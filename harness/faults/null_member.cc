// null-member: a member of the body is null; without a name, any one of them.
//   null-member | null-member: execution.jobId
#include "faults/member_choice.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_null_member(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_member_fault(
      settings, "null-member", [](std::string& json, const JsonMember& member) { replace_value(json, member, "null"); },
      {}, diagnostics);
}

}  // namespace jobrig::faults
