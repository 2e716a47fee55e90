// unknown-status: the execution has a status outside the enumeration.
//   unknown-status | unknown-status: SUCCESS
#include "base/json_string.h"
#include "contract/statuses.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_unknown_status(Settings& settings) {
  settings.shorthand("value");
  const std::string value = settings.text("value", "the status", "PAUSED");
  if (contract::status_named(value)) {
    settings.report("value", "\"value\" must not be a status; " + value + " is one");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings,
                      [raw = base::json_string(value)](model::Reply& reply, model::FaultContext& /*context*/) {
                        if (const auto member = find_member(reply.body, "status")) {
                          replace_value(reply.body, *member, raw);
                        }
                      });
}

}  // namespace

void declare_unknown_status(std::vector<FaultKind>& kinds) {
  kinds.push_back({"unknown-status", Group::kMeaning, "sets the status of the execution to an unknown value",
                   "unknown-status: SUCCESS", make_unknown_status});
}

}  // namespace jobrig::faults
