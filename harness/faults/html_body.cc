// html-body: the body is the HTML page of a proxy. The status is unchanged unless one is given.
//   html-body | html-body: {status: 502}
#include "faults/body_faults.h"
#include "faults/headers.h"
#include "http/reply.h"

namespace jobrig::faults {
namespace {

FaultPointer make_html_body(Settings& settings) {
  settings.shorthand("status");
  const auto status = settings.integer("status", "the status of the response", 200, 599);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [status](model::Reply& reply, model::FaultContext& /*context*/) {
    model::HttpHead& head = http::head_of(reply);
    head.status = static_cast<int>(status.value_or(head.status));
    set_header(reply, "Content-Type", "text/html; charset=utf-8");
    remove_header(reply, "x-amzn-ErrorType");
    reply.body = html_page(head.status);
  });
}

}  // namespace

void declare_html_body(std::vector<FaultKind>& kinds) {
  kinds.push_back({"html-body", Group::kMeaning, "responds with the HTML page of a proxy", "html-body: {status: 502}",
                   make_html_body});
}

}  // namespace jobrig::faults
