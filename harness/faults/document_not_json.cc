// document-not-json: the jobDocument is text that is not JSON. Responses without a document are unchanged.
//   document-not-json | document-not-json: "install fw 7"
#include "base/json_string.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_document_not_json(Settings& settings) {
  settings.shorthand("text");
  const std::string text = settings.text("text", "the document", R"({"operation": install)");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [raw = base::json_string(text)](model::Reply& reply, model::FaultContext& /*context*/) {
    if (const auto member = find_member(reply.body, "jobDocument")) {
      replace_value(reply.body, *member, raw);
    }
  });
}

}  // namespace

void declare_document_not_json(std::vector<FaultKind>& kinds) {
  kinds.push_back({"document-not-json", Group::kMeaning, "replaces the jobDocument with text that is not JSON",
                   "document-not-json", make_document_not_json});
}

}  // namespace jobrig::faults
