// invalid-utf8: a string in the body starts with the byte 0xFF, which never occurs in UTF-8. The default is a random
// string.
//   invalid-utf8 | invalid-utf8: execution.thingName
#include "faults/member_choice.h"

namespace jobrig::faults {
namespace {

void insert_ff(std::string& json, const JsonMember& member) { json.insert(member.value + 1, "\xFF"); }

}  // namespace

void declare_invalid_utf8(std::vector<FaultKind>& kinds) {
  kinds.push_back({"invalid-utf8", Group::kMeaning, "puts an invalid UTF-8 byte into a string",
                   "invalid-utf8: execution.thingName",
                   [](Settings& settings) { return make_member_fault(settings, insert_ff, is_string); }});
}

}  // namespace jobrig::faults
