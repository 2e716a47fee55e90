// hang: the request is read and nothing is said, until the client gives up.
//   hang | hang: 30s (then the connection is closed without a byte) | hang: {for: 7d, clock: virtual}
#include <string>

#include "base/units.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/script_edit.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_hang(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "hang", "for", diagnostics);
  const auto length = read.fields().duration("for");
  const bool in_virtual_time = read.in_virtual_time();
  if (length && *length > longest_pause(in_virtual_time)) {
    read.report("for", "\"for\" must be at most " + base::format_duration(longest_pause(in_virtual_time)));
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_ending("hang", [length, in_virtual_time](model::Script& script, model::FaultContext& /*context*/) {
    end_at(script, 0, length ? model::CloseAction::kClose : model::CloseAction::kHang);
    if (length) {
      insert_pause(script, 0, *length, in_virtual_time);
    }
  });
}

}  // namespace jobrig::faults
