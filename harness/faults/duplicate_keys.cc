// duplicate-keys: a member occurs twice, first with its value, then with null. The default is a random member. Parsers
// differ in which one they use.
//   duplicate-keys | duplicate-keys: execution.status
#include "faults/member_choice.h"

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

void declare_duplicate_keys(std::vector<FaultKind>& kinds) {
  kinds.push_back({"duplicate-keys", Group::kMeaning, "repeats a member with a different value",
                   "duplicate-keys: execution.status",
                   [](Settings& settings) { return make_member_fault(settings, duplicate); }});
}

}  // namespace jobrig::faults
