// error-name-in: the response is an error (its own, or the named one) whose name is sent in one of the places that
// occur in practice.
//   error-name-in: __type | error-name-in: {place: header-uri, error: ThrottlingException}
#include "faults/error_envelope.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_error_name_in(Settings& settings) {
  settings.shorthand("place");
  const auto encoding = read_encoding(settings, "place", Need::kRequired);
  const auto name = read_error_name(settings, "error", kErrorSummary);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_http_meaning(settings,
                           [encoding = *encoding, name](model::Reply& reply, model::FaultContext& /*context*/) {
                             const std::string own = error_name(reply);
                             if (name || own.empty()) {
                               become_error(reply, name.value_or(std::string(kDefaultError)), encoding);
                             } else {
                               put_error_name(reply, own, encoding);
                             }
                           });
}

}  // namespace

void declare_error_name_in(std::vector<FaultKind>& kinds) {
  kinds.push_back({"error-name-in", Group::kMeaning, "encodes the name of an error in one of twelve ways",
                   "error-name-in: {place: __type, error: ThrottlingException}", make_error_name_in});
}

}  // namespace jobrig::faults
