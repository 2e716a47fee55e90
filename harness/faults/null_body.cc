// null-body: the body is null; status and headers stay.
//   null-body
#include "faults/body_faults.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_null_body(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_fixed_body(settings, "null-body", "null", diagnostics);
}

}  // namespace jobrig::faults
