// drop-member: a member of the body is not there; without a name, any one of them.
//   drop-member | drop-member: execution.status
#include "faults/member_choice.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_drop_member(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_member_fault(settings, "drop-member", drop_member, {}, diagnostics);
}

}  // namespace jobrig::faults
