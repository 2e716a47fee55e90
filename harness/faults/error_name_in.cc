// error-name-in: the answer is an error (its own, or the one that is named), whose name is told in one of the ways that
// are seen in the wild.
//   error-name-in: __type | error-name-in: {place: header-uri, error: ThrottlingException}
#include "faults/error_envelope.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_error_name_in(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "error-name-in", "place", diagnostics);
  read.fields().required("place");
  const auto encoding = read_encoding(read.fields(), "place");
  const auto name = read_error_name(read.fields(), "error");
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("error-name-in",
                      [encoding = *encoding, name](model::Reply& reply, model::FaultContext& /*context*/) {
                        const std::string own = error_name(reply);
                        if (name || own.empty()) {
                          become_error(reply, name.value_or("ServiceUnavailableException"), encoding);
                        } else {
                          put_error_name(reply, own, encoding);
                        }
                      });
}

}  // namespace jobrig::faults
