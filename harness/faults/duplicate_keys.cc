// duplicate-keys: a member is there twice, first as it should be, then null; without a
// name, any one of them. Parsers differ in which one counts.
//   duplicate-keys | duplicate-keys: execution.status
#include "faults/member_choice.h"
#include "faults/parsers.h"

namespace jobrig::faults {
namespace {

void duplicate(std::string& json, const JsonMember& member) {
  if (!member.of_object) {
    return;
  }
  const std::string copy = ",\"" + std::string(key_of(json, member)) + "\":null";
  json.insert(member.end, copy);
}

}  // namespace

std::shared_ptr<const model::Fault> parse_duplicate_keys(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_member_fault(settings, "duplicate-keys", duplicate, {}, diagnostics);
}

}  // namespace jobrig::faults
