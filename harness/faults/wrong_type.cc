// wrong-type: a member of the body has a value of another type; without a name, any one of them.
//   wrong-type                                           a number in quotes, anything else a number
//   wrong-type: {member: execution.status, as: list}     number | text | true-or-false | list | map
#include "base/json_string.h"
#include "faults/member_choice.h"
#include "faults/parsers.h"
#include "faults/settings.h"

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

}  // namespace

std::shared_ptr<const model::Fault> parse_wrong_type(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "wrong-type", "member", diagnostics);
  const auto path = read.fields().text("member");
  const std::string as =
      read.fields().word("as", {"number", "text", "true-or-false", "list", "map"}).value_or(std::string());
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("wrong-type", [path, as](model::Reply& reply, model::FaultContext& context) {
    if (const auto member = choose_member(reply.body, path, context.random)) {
      replace_value(reply.body, *member, retyped(value_of(reply.body, *member), as));
    }
  });
}

}  // namespace jobrig::faults
