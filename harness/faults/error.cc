// error: replaces the response by an error after the operation has been carried out, as when a response is lost: an
// update has taken effect. With `effect: none`, and with `answers: [{error: …}]` of a rule, the call is rejected before
// the operation.
//   error: ServiceUnavailableException
//   error: {name: ServiceUnavailableException, effect: none}
//   error: {name: ThrottlingException, name-in: __type, message: "slower", retry-after: 1s, x-amz-retry-after: 500ms}
#include <chrono>

#include "base/json_string.h"
#include "faults/error_envelope.h"
#include "faults/headers.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "faults/retry_after.h"

namespace jobrig::faults {
namespace {

std::optional<std::string> read_milliseconds(Settings& settings) {
  const auto length = settings.duration("x-amz-retry-after", "the header of that name, sent in milliseconds");
  if (length && *length % std::chrono::milliseconds(1) != base::Duration::zero()) {
    settings.report("x-amz-retry-after", "\"x-amz-retry-after\" counts whole milliseconds");
  }
  return length ? std::optional(std::to_string(std::chrono::floor<std::chrono::milliseconds>(*length).count()))
                : std::nullopt;
}

FaultPointer make_error(Settings& settings) {
  settings.shorthand("name");
  const auto name = read_error_name(settings, "name", "the error", Need::kRequired);
  const auto encoding = read_encoding(settings, "name-in");
  const auto message = settings.text("message", "the message in the body; the error's own when it is not given");
  const base::Node* const hint =
      settings.node({"retry-after", "the header Retry-After, in seconds or as a date", "retry-after"});
  const auto retry_after = hint == nullptr ? std::nullopt : read_retry_after(*hint, settings.diagnostics());
  const auto millis = read_milliseconds(settings);
  const bool prevents_effect =
      settings.word("effect", "whether the operation is carried out", {"applied", "none"}, "applied") == "none";
  if (!settings.finish()) {
    return nullptr;
  }
  const auto rewrite = [name = *name, encoding = *encoding, message, retry_after, millis](
                           model::Reply& reply, model::FaultContext& context) {
    become_error(reply, name, encoding);
    set_header(reply, "Content-Type", "application/json");
    const auto own = message ? find_member(reply.body, "message") : std::nullopt;
    if (own) {
      replace_value(reply.body, *own, base::json_string(*message));
    }
    if (retry_after) {
      set_header(reply, "Retry-After", retry_after->text(context.now));
    }
    if (millis) {
      set_header(reply, "x-amz-retry-after", *millis);
    }
  };
  return make_meaning(settings, rewrite, prevents_effect);
}

}  // namespace

void declare_error(std::vector<FaultKind>& kinds) {
  kinds.push_back({"error", Group::kMeaning,
                   "responds with an error, after the operation was carried out or instead of it",
                   "error: {name: ThrottlingException, effect: none}", make_error});
}

}  // namespace jobrig::faults
