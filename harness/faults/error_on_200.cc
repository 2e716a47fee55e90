// error-on-200: the status is 200, and the answer is an error's: its own, or the one that is named.
//   error-on-200 | error-on-200: {error: ThrottlingException, name-in: __type}
#include "faults/error_envelope.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_error_on_200(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "error-on-200", "error", diagnostics);
  const auto name = read_error_name(read.fields(), "error");
  const auto encoding = read_encoding(read.fields(), "name-in").value_or(model::ErrorNameEncoding::kHeader);
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("error-on-200", [name, encoding](model::Reply& reply, model::FaultContext& /*context*/) {
    if (name || error_name(reply).empty()) {
      become_error(reply, name.value_or("ServiceUnavailableException"), encoding);
    }
    reply.status = 200;
  });
}

}  // namespace jobrig::faults
