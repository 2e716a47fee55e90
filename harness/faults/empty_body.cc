// empty-body: the answer has no body, and says so (Content-Length: 0); status and headers stay.
//   empty-body
#include "faults/body_faults.h"
#include "faults/parsers.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_empty_body(const base::Node& settings, base::Diagnostics& diagnostics) {
  return parse_fixed_body(settings, "empty-body", "", diagnostics);
}

}  // namespace jobrig::faults
