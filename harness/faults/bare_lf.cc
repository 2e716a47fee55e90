// bare-lf: the lines of the head end with LF alone, without CR.
//   bare-lf
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_bare_lf(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings,
                    [](ResponseBytes& response, model::FaultContext& /*context*/) { response.line_end = "\n"; });
}

}  // namespace

void declare_bare_lf(std::vector<FaultKind>& kinds) {
  kinds.push_back({"bare-lf", Group::kBytes, "ends header lines with LF instead of CRLF", "bare-lf", make_bare_lf});
}

}  // namespace jobrig::faults
