#include "load/job_document.h"

#include <utility>

#include "base/json_text.h"
#include "contract/constraints.h"

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

std::optional<std::string> read_document_file(const base::Node& node, const Context& context) {
  const auto path = base::read_text(node, "\"document-file\"", context.diagnostics);
  if (!path) {
    return std::nullopt;
  }
  if (!context.read_beside) {
    context.diagnostics.add(node.location, "\"document-file\" cannot be used: the scenario is not in a folder");
    return std::nullopt;
  }
  base::Result<std::string> text = context.read_beside(*path);
  if (!text) {
    context.diagnostics.add(node.location, "\"document-file\": " + text.error().message);
    return std::nullopt;
  }
  return std::move(text).value();
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
  auto text = inline_node != nullptr ? read_document_text(*node, context) : read_document_file(*node, context);
  const auto violation = text && !off_contract ? contract::check_job_document(*text) : std::nullopt;
  if (violation) {
    context.diagnostics.add(node->location, *violation);
  }
  return text;
}

}  // namespace jobrig::load
