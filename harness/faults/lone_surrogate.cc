// lone-surrogate: a string in the body starts with the escape of an unpaired surrogate (RFC 8259, 8.2). The default is
// a random string.
//   lone-surrogate | lone-surrogate: execution.thingName
#include "faults/member_choice.h"

namespace jobrig::faults {
namespace {

void insert_surrogate(std::string& json, const JsonMember& member) { json.insert(member.value + 1, "\\ud800"); }

}  // namespace

void declare_lone_surrogate(std::vector<FaultKind>& kinds) {
  kinds.push_back({"lone-surrogate", Group::kMeaning, "puts half of a surrogate pair into a string",
                   "lone-surrogate: execution.thingName",
                   [](Settings& settings) { return make_member_fault(settings, insert_surrogate, is_string); }});
}

}  // namespace jobrig::faults
