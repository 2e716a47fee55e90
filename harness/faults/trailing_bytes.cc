// trailing-bytes: the body goes on behind its JSON, and its Content-Length counts that too. (Bytes beyond the
// Content-Length are extra-bytes.)
//   trailing-bytes | trailing-bytes: {text: "}"}
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_trailing_bytes(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "trailing-bytes", "text", diagnostics);
  const std::string text = read.fields().text("text").value_or("\n{\"trailing\":true}");
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("trailing-bytes",
                      [text](model::Reply& reply, model::FaultContext& /*context*/) { reply.body += text; });
}

}  // namespace jobrig::faults
