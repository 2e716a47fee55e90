// empty: the connection is closed (FIN) without a byte: curl calls it an empty reply.
//   empty
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/script_edit.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_empty(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "empty", "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_ending("empty", [](model::Script& script, model::FaultContext& /*context*/) {
    end_at(script, 0, model::CloseAction::kClose);
  });
}

}  // namespace jobrig::faults
