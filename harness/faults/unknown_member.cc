// unknown-member: an additional, undocumented member in the execution, or in the body if there is no execution.
//   unknown-member | unknown-member: {name: rolloutPhase, value: "2", in: execution}
#include "base/json_string.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_unknown_member(Settings& settings) {
  settings.shorthand("name");
  const std::string name = settings.text("name", "the name of the member", "unknownMember");
  const std::string value = base::json_string(settings.text("value", "its value, as text", "undocumented"));
  const std::string in = settings.text("in", "the path of the map that gets it", "execution");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [name, value, in](model::Reply& reply, model::FaultContext& /*context*/) {
    auto object = find_object(reply.body, in);
    if (!object) {
      object = find_object(reply.body, "");
    }
    if (object) {
      append_member(reply.body, *object, name, value);
    }
  });
}

}  // namespace

void declare_unknown_member(std::vector<FaultKind>& kinds) {
  kinds.push_back({"unknown-member", Group::kMeaning, "adds an undocumented member", "unknown-member: {name: phase}",
                   make_unknown_member});
}

}  // namespace jobrig::faults
