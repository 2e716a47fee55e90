// error-on-200: an error response (its own, or the named one) with status 200.
//   error-on-200 | error-on-200: {error: ThrottlingException, name-in: __type}
#include "faults/error_envelope.h"
#include "faults/make_fault.h"
#include "http/reply.h"

namespace jobrig::faults {
namespace {

FaultPointer make_error_on_200(Settings& settings) {
  settings.shorthand("error");
  const auto name = read_error_name(settings, "error", kErrorSummary);
  const auto encoding = read_encoding(settings, "name-in");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [name, encoding = *encoding](model::Reply& reply, model::FaultContext& /*context*/) {
    if (name || error_name(reply).empty()) {
      become_error(reply, name.value_or(std::string(kDefaultError)), encoding);
    }
    http::head_of(reply).status = 200;
  });
}

}  // namespace

void declare_error_on_200(std::vector<FaultKind>& kinds) {
  kinds.push_back({"error-on-200", Group::kMeaning, "sends an error with status 200",
                   "error-on-200: {error: ThrottlingException, name-in: __type}", make_error_on_200});
}

}  // namespace jobrig::faults
