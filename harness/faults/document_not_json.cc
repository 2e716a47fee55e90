// document-not-json: the jobDocument is text that is no JSON. Answers without a document stay as they are.
//   document-not-json | document-not-json: "install fw 7"
#include "base/json_string.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_document_not_json(const base::Node& settings,
                                                            base::Diagnostics& diagnostics) {
  Settings read(settings, "document-not-json", "text", diagnostics);
  const std::string text = read.fields().text("text").value_or(R"({"operation": install)");
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("document-not-json",
                      [raw = base::json_string(text)](model::Reply& reply, model::FaultContext& /*context*/) {
                        if (const auto member = find_member(reply.body, "jobDocument")) {
                          replace_value(reply.body, *member, raw);
                        }
                      });
}

}  // namespace jobrig::faults
