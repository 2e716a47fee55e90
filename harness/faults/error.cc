// error: replaces the response by an error after the operation has been carried out, as when a response is lost: an
// update has taken effect. (`answers: [{error: …}]` of a rule rejects the call before the operation.)
//   error: ServiceUnavailableException
//   error: {name: ThrottlingException, name-in: __type, message: "slower", retry-after: 1s, x-amz-retry-after: 500ms}
#include <chrono>

#include "base/json_string.h"
#include "faults/error_envelope.h"
#include "faults/headers.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

/// A retry hint in the unit of its header.
template <typename Unit>
std::optional<std::string> read_hint(Settings& settings, std::string_view key, std::string_view summary,
                                     std::string_view counts) {
  const auto length = settings.duration(key, summary);
  if (length && *length % Unit(1) != base::Duration::zero()) {
    settings.report(key, "\"" + std::string(key) + "\" counts whole " + std::string(counts));
  }
  return length ? std::optional(std::to_string(std::chrono::floor<Unit>(*length).count())) : std::nullopt;
}

FaultPointer make_error(Settings& settings) {
  settings.shorthand("name");
  const auto name = read_error_name(settings, "name", "the error", Need::kRequired);
  const auto encoding = read_encoding(settings, "name-in");
  const auto message = settings.text("message", "the message in the body; the error's own when it is not given");
  const auto seconds =
      read_hint<std::chrono::seconds>(settings, "retry-after", "the header Retry-After, sent in seconds", "seconds");
  const auto millis = read_hint<std::chrono::milliseconds>(
      settings, "x-amz-retry-after", "the header of that name, sent in milliseconds", "milliseconds");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [name = *name, encoding = *encoding, message, seconds, millis](
                                    model::Reply& reply, model::FaultContext& /*context*/) {
    become_error(reply, name, encoding);
    set_header(reply, "Content-Type", "application/json");
    const auto own = message ? find_member(reply.body, "message") : std::nullopt;
    if (own) {
      replace_value(reply.body, *own, base::json_string(*message));
    }
    if (seconds) {
      set_header(reply, "Retry-After", *seconds);
    }
    if (millis) {
      set_header(reply, "x-amz-retry-after", *millis);
    }
  });
}

}  // namespace

void declare_error(std::vector<FaultKind>& kinds) {
  kinds.push_back({"error", Group::kMeaning, "responds with an error although the operation was carried out",
                   "error: {name: ThrottlingException, retry-after: 1s}", make_error});
}

}  // namespace jobrig::faults
