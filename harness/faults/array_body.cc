// array-body: the body is []; status and headers stay.
//   array-body
#include "faults/body_faults.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_array_body(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_fixed_body(settings, "array-body", "[]", diagnostics);
}

}  // namespace jobrig::faults
