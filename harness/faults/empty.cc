// empty: closes the connection (FIN) without sending a byte. curl reports an empty reply.
//   empty
#include "faults/make_fault.h"
#include "faults/script_edit.h"

namespace jobrig::faults {
namespace {

FaultPointer make_empty(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_ending(settings, [](model::Script& script, model::FaultContext& /*context*/) {
    end_at(script, 0, model::CloseAction::kClose);
  });
}

}  // namespace

void declare_empty(std::vector<FaultKind>& kinds) {
  kinds.push_back({"empty", Group::kCuts, "closes the connection without sending a byte", "empty", make_empty});
  kinds.push_back(
      {"EMPTY_RESPONSE", Group::kWireMock, "WireMock's name for empty", "EMPTY_RESPONSE", make_empty, "empty"});
}

}  // namespace jobrig::faults
