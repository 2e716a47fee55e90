// slow-close: the answer is whole, and the connection is closed only so much later.
//   slow-close: 2s | slow-close: {after: 1h, clock: virtual}
#include <string>

#include "base/units.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/script_edit.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

void close_slowly(model::Script& script, base::Duration length, bool in_virtual_time) {
  if (script.close_action == model::CloseAction::kHang) {
    return;  // it is never closed
  }
  insert_pause(script, byte_count(script), length, in_virtual_time);
  if (script.close_action == model::CloseAction::kKeepOpen) {
    script.close_action = model::CloseAction::kClose;
  }
}

}  // namespace

std::shared_ptr<const model::Fault> parse_slow_close(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "slow-close", "after", diagnostics);
  read.fields().required("after");
  const auto length = read.fields().duration("after");
  const bool in_virtual_time = read.in_virtual_time();
  if (length && *length > longest_pause(in_virtual_time)) {
    read.report("after", "\"after\" must be at most " + base::format_duration(longest_pause(in_virtual_time)));
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_time("slow-close",
                   [length = *length, in_virtual_time](model::Script& script, model::FaultContext& /*context*/) {
                     close_slowly(script, length, in_virtual_time);
                   });
}

}  // namespace jobrig::faults
