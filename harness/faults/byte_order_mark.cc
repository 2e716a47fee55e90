// byte-order-mark: the body starts with the byte order mark of UTF-8 (EF BB BF), which JSON must not have (RFC
// 8259, 8.1).
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
