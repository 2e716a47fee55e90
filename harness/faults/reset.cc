// reset: resets the connection (RST, also over TLS) at a position. The default position is before the response.
//   reset | reset: head | reset: {at: byte 20 of body}
#include "faults/end_faults.h"

namespace jobrig::faults {
namespace {

FaultPointer make_reset(Settings& settings) {
  return make_end(settings, model::CloseAction::kReset, "before-answer", true);
}

}  // namespace

void declare_reset(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"reset", Group::kCuts, "resets the connection (RST) at a position", "reset: {at: byte 20 of body}", make_reset});
  kinds.push_back({"CONNECTION_RESET_BY_PEER", Group::kWireMock, "WireMock's name for reset before the response",
                   "CONNECTION_RESET_BY_PEER", make_reset, "reset"});
}

}  // namespace jobrig::faults
