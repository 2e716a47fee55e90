// error-body: the answer is an error (its own, or the one that is named), and its body is not what it should be.
//   error-body: html | list | empty | no-name            no-name: neither header nor body says which error it is
//   error-body: {is: html, error: ServiceUnavailableException}
#include "faults/body_faults.h"
#include "faults/error_envelope.h"
#include "faults/headers.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

void spoil(model::Reply& reply, std::string_view is) {
  if (is == "html") {
    set_header(reply, "Content-Type", "text/html; charset=utf-8");
    reply.body = html_page(reply.status);
  } else if (is == "list") {
    reply.body = "[]";
  } else if (is == "empty") {
    reply.body.clear();
  } else {
    remove_error_name(reply);
  }
}

}  // namespace

std::shared_ptr<const model::Fault> parse_error_body(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "error-body", "is", diagnostics);
  read.fields().required("is");
  const auto is = read.fields().word("is", {"html", "list", "empty", "no-name"});
  const auto name = read_error_name(read.fields(), "error");
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("error-body", [is = *is, name](model::Reply& reply, model::FaultContext& /*context*/) {
    if (name || reply.status < 400) {
      become_error(reply, name.value_or("ServiceUnavailableException"), model::ErrorNameEncoding::kHeader);
    }
    spoil(reply, is);
  });
}

}  // namespace jobrig::faults
