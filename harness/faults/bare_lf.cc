// bare-lf: the lines of the head end in LF alone, without CR.
//   bare-lf
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_bare_lf(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "bare-lf", "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("bare-lf", [](AnswerBytes& answer, model::FaultContext& /*context*/) { answer.line_end = "\n"; });
}

}  // namespace jobrig::faults
