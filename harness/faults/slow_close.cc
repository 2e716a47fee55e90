// slow-close: sends the complete response and closes the connection after a delay. A response with keep-alive promises
// that the next request is answered, so a request within the delay is, on the same connection (RFC 9112, 9.3).
//   slow-close: 2s | slow-close: {after: 1h, clock: virtual}
#include "faults/make_fault.h"
#include "faults/script_edit.h"

namespace jobrig::faults {
namespace {

void close_slowly(model::Script& script, base::Duration length, bool in_virtual_time) {
  if (script.close_action == model::CloseAction::kHang) {
    return;  // the connection is never closed
  }
  insert_pause(script, byte_count(script), length, in_virtual_time);
  if (script.close_action == model::CloseAction::kKeepOpen) {
    script.close_action = model::CloseAction::kClose;
    script.until_next_request = true;
  }
}

FaultPointer make_slow_close(Settings& settings) {
  settings.shorthand("after");
  const auto length = settings.duration("after", "how long after the response", Need::kRequired);
  const bool in_virtual_time = settings.in_virtual_time();
  settings.check_pause("after", length, in_virtual_time);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_time(settings,
                   [length = *length, in_virtual_time](model::Script& script, model::FaultContext& /*context*/) {
                     close_slowly(script, length, in_virtual_time);
                   });
}

}  // namespace

void declare_slow_close(std::vector<FaultKind>& kinds) {
  kinds.push_back({"slow-close", Group::kTime,
                   "closes the connection some time after the response, unless another request arrives first",
                   "slow-close: 2s", make_slow_close});
}

}  // namespace jobrig::faults
