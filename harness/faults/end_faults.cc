#include "faults/end_faults.h"

#include "faults/script_edit.h"

namespace jobrig::faults {

FaultPointer parse_end(const base::Node& settings, std::string_view name, model::CloseAction close_action,
                       Position::Anchor otherwise, bool early, base::Diagnostics& diagnostics) {
  Settings read(settings, name, "at", diagnostics);
  const Position at = read.position("at", early).value_or(Position{otherwise, 0, 0});
  if (!read.finish()) {
    return nullptr;
  }
  return make_ending(
      name,
      [at, close_action](model::Script& script, model::FaultContext& /*context*/) {
        end_at(script, at.offset_in(script), close_action);
      },
      at.moment());
}

}  // namespace jobrig::faults
