// error-body: the response is an error (its own, or the named one) with an invalid body.
//   error-body: html | list | empty | no-name            no-name: neither header nor body contains the error name
//   error-body: {is: html, error: ServiceUnavailableException}
#include "faults/body_faults.h"
#include "faults/error_envelope.h"
#include "faults/headers.h"
#include "http/reply.h"

namespace jobrig::faults {
namespace {

void spoil(model::Reply& reply, std::string_view is) {
  if (is == "html") {
    set_header(reply, "Content-Type", "text/html; charset=utf-8");
    reply.body = html_page(http::head_of(reply).status);
  } else if (is == "list") {
    reply.body = "[]";
  } else if (is == "empty") {
    reply.body.clear();
  } else {
    remove_error_name(reply);
  }
}

FaultPointer make_error_body(Settings& settings) {
  settings.shorthand("is");
  const auto is = settings.word("is", "what the body is", {"html", "list", "empty", "no-name"}, Need::kRequired);
  const auto name = read_error_name(settings, "error", kErrorSummary);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [is = *is, name](model::Reply& reply, model::FaultContext& /*context*/) {
    if (name || http::head_of(reply).status < 400) {
      become_error(reply, name.value_or(std::string(kDefaultError)), model::ErrorNameEncoding::kHeader);
    }
    spoil(reply, is);
  });
}

}  // namespace

void declare_error_body(std::vector<FaultKind>& kinds) {
  kinds.push_back({"error-body", Group::kMeaning,
                   "sends an error whose body is HTML, a list, empty or without the name of the error",
                   "error-body: {is: html, error: ServiceUnavailableException}", make_error_body});
}

}  // namespace jobrig::faults
