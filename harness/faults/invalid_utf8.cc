// invalid-utf8: a byte that no UTF-8 has (0xFF) begins a string of the body; without a name, any string.
//   invalid-utf8 | invalid-utf8: execution.thingName
#include "faults/member_choice.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_invalid_utf8(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_member_fault(
      settings, "invalid-utf8",
      [](std::string& json, const JsonMember& member) { json.insert(member.value + 1, "\xFF"); }, is_string,
      diagnostics);
}

}  // namespace jobrig::faults
