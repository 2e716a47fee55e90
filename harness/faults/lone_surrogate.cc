// lone-surrogate: half of a surrogate pair, escaped, begins a string of the body (RFC 8259, 8.2); without a name, any
// string.
//   lone-surrogate | lone-surrogate: execution.thingName
#include "faults/member_choice.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_lone_surrogate(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_member_fault(
      settings, "lone-surrogate",
      [](std::string& json, const JsonMember& member) { json.insert(member.value + 1, "\\ud800"); }, is_string,
      diagnostics);
}

}  // namespace jobrig::faults
