#include "load/job_document.h"

#include <utility>

#include "base/json_text.h"
#include "contract/constraints.h"
#include "load/file_beside.h"

namespace jobrig::load {
namespace {

std::optional<std::string> read_document_text(const base::Node& node, const Context& context) {
  if (node.is_scalar()) {
    return node.text;
  }
  if (node.is_null()) {
    context.diagnostics.add(node.location,
                            "\"document\" must be a map, a list or text; omit it if the job has no document");
    return std::nullopt;
  }
  return base::json_text(node, "\"document\"", context.diagnostics);
}

}  // namespace

std::optional<std::string> read_document(base::Fields& fields, bool off_contract, const Context& context) {
  const base::Node* const inline_node = fields.node("document");
  const base::Node* const file_node = fields.node("document-file");
  if (inline_node != nullptr && file_node != nullptr) {
    fields.report("document-file", "an execution has a \"document\" or a \"document-file\", not both");
    return std::nullopt;
  }
  const base::Node* const node = inline_node != nullptr ? inline_node : file_node;
  if (node == nullptr) {
    return std::nullopt;
  }
  auto text =
      inline_node != nullptr ? read_document_text(*node, context) : read_file_beside(*node, "document-file", context);
  const auto violation = text && !off_contract ? contract::check_job_document(*text) : std::nullopt;
  if (violation) {
    context.diagnostics.add(node->location, *violation);
  }
  return text;
}

}  // namespace jobrig::load
