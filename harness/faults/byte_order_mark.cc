// byte-order-mark: the body starts with the UTF-8 byte order mark (EF BB BF), which RFC 8259, 8.1 forbids in JSON.
//   byte-order-mark
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_byte_order_mark(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(
      settings, [](model::Reply& reply, model::FaultContext& /*context*/) { reply.body.insert(0, "\xEF\xBB\xBF"); });
}

}  // namespace

void declare_byte_order_mark(std::vector<FaultKind>& kinds) {
  kinds.push_back({"byte-order-mark", Group::kMeaning, "starts the body with a byte order mark", "byte-order-mark",
                   make_byte_order_mark});
}

}  // namespace jobrig::faults
