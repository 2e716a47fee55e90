// trailing-bytes: the body continues after its JSON value, and Content-Length includes the extra bytes. (For bytes
// beyond Content-Length use extra-bytes.)
//   trailing-bytes | trailing-bytes: {text: "}"}
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_trailing_bytes(Settings& settings) {
  settings.shorthand("text");
  const std::string text = settings.text("text", "what follows the JSON", "\n{\"trailing\":true}");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [text](model::Reply& reply, model::FaultContext& /*context*/) { reply.body += text; });
}

}  // namespace

void declare_trailing_bytes(std::vector<FaultKind>& kinds) {
  kinds.push_back({"trailing-bytes", Group::kMeaning, "appends text to the JSON, within the Content-Length",
                   "trailing-bytes: {text: \"}\"}", make_trailing_bytes});
}

}  // namespace jobrig::faults
