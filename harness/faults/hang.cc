// hang: reads the request and sends nothing until the client disconnects.
//   hang | hang: 30s (then the connection is closed without a byte) | hang: {for: 7d, clock: virtual}
#include "faults/make_fault.h"
#include "faults/script_edit.h"

namespace jobrig::faults {
namespace {

FaultPointer make_hang(Settings& settings) {
  settings.shorthand("for");
  const auto length = settings.duration("for", "when the connection is closed; never when it is not given");
  const bool in_virtual_time = settings.in_virtual_time();
  settings.check_pause("for", length, in_virtual_time);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_ending(settings, [length, in_virtual_time](model::Script& script, model::FaultContext& /*context*/) {
    end_at(script, 0, length ? model::CloseAction::kClose : model::CloseAction::kHang);
    if (length) {
      insert_pause(script, 0, *length, in_virtual_time);
    }
  });
}

}  // namespace

void declare_hang(std::vector<FaultKind>& kinds) {
  kinds.push_back({"hang", Group::kTime, "reads the request and sends nothing", "hang", make_hang});
}

}  // namespace jobrig::faults
