#include "faults/end_faults.h"

#include "faults/script_edit.h"

namespace jobrig::faults {

FaultPointer make_end(Settings& settings, model::CloseAction close_action, std::string_view fallback, bool early) {
  settings.shorthand("at");
  const Position at = settings.position("at", "where the response ends", early, fallback);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_ending(
      settings,
      [at, close_action](model::Script& script, model::FaultContext& /*context*/) {
        end_at(script, at.offset_in(script), close_action);
        script.request_body_bytes = at.anchor == Position::Anchor::kByteOfRequestBody ? at.bytes : 0;
      },
      at.moment());
}

}  // namespace jobrig::faults
