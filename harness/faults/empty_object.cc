// empty-object: the body is {}; status and headers stay.
//   empty-object
#include "faults/body_faults.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_empty_object(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_fixed_body(settings, "empty-object", "{}", diagnostics);
}

}  // namespace jobrig::faults
