// redirect: the response is a redirect. restJson1 defines none, and the AWS SDKs do not follow it.
//   redirect | redirect: {status: 301, location: "http://127.0.0.1:9/"}
#include <algorithm>

#include "faults/headers.h"
#include "faults/make_fault.h"
#include "http/reply.h"

namespace jobrig::faults {
namespace {

bool has_blanks(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
}

FaultPointer make_redirect(Settings& settings) {
  const auto status = static_cast<int>(settings.integer("status", "the status of the response", 300, 399, 307));
  settings.shorthand("location");
  const std::string location = settings.text("location", "the value of the header Location", "/elsewhere");
  if (has_blanks(location)) {
    settings.report("location", "\"location\" must be an address without blanks");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_http_meaning(settings, [status, location](model::Reply& reply, model::FaultContext& /*context*/) {
    http::head_of(reply).status = status;
    set_header(reply, "Location", location);
    remove_header(reply, "x-amzn-ErrorType");
    reply.body.clear();
  });
}

}  // namespace

void declare_redirect(std::vector<FaultKind>& kinds) {
  kinds.push_back({"redirect", Group::kMeaning, "redirects the client", "redirect: {status: 307, location: /elsewhere}",
                   make_redirect});
}

}  // namespace jobrig::faults
