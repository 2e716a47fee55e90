// byte-order-mark: the body begins with the three bytes that mark UTF-8 (EF BB BF), which JSON must not (RFC
// 8259, 8.1).
//   byte-order-mark
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_byte_order_mark(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "byte-order-mark", "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("byte-order-mark", [](model::Reply& reply, model::FaultContext& /*context*/) {
    reply.body.insert(0, "\xEF\xBB\xBF");
  });
}

}  // namespace jobrig::faults
