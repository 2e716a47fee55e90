// wrong-type: a member of the body has a value of another type. The default is a random member.
//   wrong-type                                           a number becomes a string, any other value a number
//   wrong-type: {member: execution.status, as: list}     number | text | true-or-false | list | map
#include "base/json_string.h"
#include "faults/member_choice.h"

namespace jobrig::faults {
namespace {

std::string retyped(std::string_view value, std::string_view as) {
  if (as == "number" || (as.empty() && !is_number(value))) {
    return "7";
  }
  if (as == "true-or-false") {
    return "true";
  }
  if (as == "list") {
    return "[]";
  }
  if (as == "map") {
    return "{}";
  }
  return is_number(value) ? base::json_string(value) : "\"text\"";
}

FaultPointer make_wrong_type(Settings& settings) {
  settings.shorthand("member");
  const auto path = settings.path("member", kMemberSummary);
  const std::string as =
      settings
          .word("as", "the type; a number becomes text and anything else a number when it is not given",
                {"number", "text", "true-or-false", "list", "map"})
          .value_or("");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [path, as](model::Reply& reply, model::FaultContext& context) {
    if (const auto member = choose_member(reply.body, path, context.random)) {
      replace_value(reply.body, *member, retyped(value_of(reply.body, *member), as));
    }
  });
}

}  // namespace

void declare_wrong_type(std::vector<FaultKind>& kinds) {
  kinds.push_back({"wrong-type", Group::kMeaning, "changes the type of a member's value",
                   "wrong-type: {member: execution.status, as: list}", make_wrong_type});
}

}  // namespace jobrig::faults
