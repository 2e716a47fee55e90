// unknown-status: the execution's status is a word outside the enumeration.
//   unknown-status | unknown-status: SUCCESS
#include "base/json_string.h"
#include "contract/statuses.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_unknown_status(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "unknown-status", "value", diagnostics);
  const std::string value = read.fields().text("value").value_or("PAUSED");
  if (contract::status_named(value)) {
    read.report("value", "\"value\" must be a word that is no status; " + value + " is one");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("unknown-status",
                      [raw = base::json_string(value)](model::Reply& reply, model::FaultContext& /*context*/) {
                        if (const auto member = find_member(reply.body, "status")) {
                          replace_value(reply.body, *member, raw);
                        }
                      });
}

}  // namespace jobrig::faults
