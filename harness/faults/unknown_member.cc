// unknown-member: one more member, which no document names; in the execution, or in the body itself when there is none.
//   unknown-member | unknown-member: {name: rolloutPhase, value: "2", in: execution}
#include "base/json_string.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_unknown_member(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "unknown-member", "name", diagnostics);
  const std::string name = read.fields().text("name").value_or("unknownMember");
  const std::string value = base::json_string(read.fields().text("value").value_or("nobody documented me"));
  const std::string in = read.fields().text("in").value_or("execution");
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("unknown-member", [name, value, in](model::Reply& reply, model::FaultContext& /*context*/) {
    auto object = find_object(reply.body, in);
    if (!object) {
      object = find_object(reply.body, "");
    }
    if (object) {
      append_member(reply.body, *object, name, value);
    }
  });
}

}  // namespace jobrig::faults
