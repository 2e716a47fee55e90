// html-body: a proxy's page in HTML in the place of the answer; the status stays unless another is given.
//   html-body | html-body: {status: 502}
#include "faults/body_faults.h"
#include "faults/headers.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_html_body(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "html-body", "status", diagnostics);
  const auto status = read.fields().integer("status", 200, 599);
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("html-body", [status](model::Reply& reply, model::FaultContext& /*context*/) {
    reply.status = static_cast<int>(status.value_or(reply.status));
    set_header(reply, "Content-Type", "text/html; charset=utf-8");
    remove_header(reply, "x-amzn-ErrorType");
    reply.body = html_page(reply.status);
  });
}

}  // namespace jobrig::faults
