// error: the answer is that error instead. What the call asks for is done all the same, as when an answer is lost on
// its way: an update behind it has happened. (`answers: [{error: …}]` of a rule refuses the call before it does
// anything.)
//   error: ServiceUnavailableException
//   error: {name: ThrottlingException, name-in: __type, message: "slower", retry-after: 1s, x-amz-retry-after: 500ms}
#include <chrono>

#include "base/json_string.h"
#include "faults/error_envelope.h"
#include "faults/headers.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

/// A hint for when to call again, as its header counts it.
template <typename Unit>
std::optional<std::string> read_hint(Settings& read, std::string_view key, std::string_view counts) {
  const auto length = read.fields().duration(key);
  if (length && *length % Unit(1) != base::Duration::zero()) {
    read.report(key, "\"" + std::string(key) + "\" counts whole " + std::string(counts));
  }
  return length ? std::optional(std::to_string(std::chrono::floor<Unit>(*length).count())) : std::nullopt;
}

}  // namespace

std::shared_ptr<const model::Fault> parse_error(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "error", "name", diagnostics);
  read.fields().required("name");
  const auto name = read_error_name(read.fields(), "name");
  const auto encoding = read_encoding(read.fields(), "name-in").value_or(model::ErrorNameEncoding::kHeader);
  const auto message = read.fields().text("message");
  const auto seconds = read_hint<std::chrono::seconds>(read, "retry-after", "seconds");
  const auto millis = read_hint<std::chrono::milliseconds>(read, "x-amz-retry-after", "milliseconds");
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("error", [name = *name, encoding, message, seconds, millis](model::Reply& reply,
                                                                                  model::FaultContext& /*context*/) {
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

}  // namespace jobrig::faults
