#include "faults/end_faults.h"

#include "faults/script_edit.h"

namespace jobrig::faults {

FaultPointer parse_end(const base::Node& settings, std::string_view name, model::Ending ending,
                       Position::Place otherwise, bool early, base::Diagnostics& diagnostics) {
  Settings read(settings, name, "at", diagnostics);
  const Position at = read.position("at", early).value_or(Position{otherwise, 0, 0});
  if (!read.finish()) {
    return nullptr;
  }
  return make_ending(
      name,
      [at, ending](model::Script& script, model::FaultContext& /*context*/) {
        end_at(script, at.offset_in(script), ending);
      },
      at.moment());
}

}  // namespace jobrig::faults
