#include "load/executions.h"

#include <limits>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/json_text.h"
#include "base/units.h"
#include "contract/constraints.h"
#include "contract/statuses.h"
#include "load/details.h"
#include "load/execution_times.h"
#include "load/file_beside.h"

namespace jobrig::load {
namespace {

constexpr std::int64_t kMaxDescribes = 1'000'000'000;

std::vector<std::string_view> status_words() {
  std::vector<std::string_view> words;
  for (const auto& row : contract::statuses()) {
    words.push_back(row.word);
  }
  return words;
}

std::optional<model::Status> read_status(base::Fields& fields) {
  const base::Node* const node = fields.node("status");
  if (node != nullptr && node->is_scalar() && node->text == "SUCCESS") {
    fields.report("status", "\"status\" must be SUCCEEDED; SUCCESS is not in the enumeration of the contract");
    return std::nullopt;
  }
  const auto word = fields.word("status", status_words());
  return word ? contract::status_named(*word) : std::nullopt;
}

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

std::optional<base::Duration> read_timeout(base::Fields& fields) {
  const auto timeout = fields.duration("timeout");
  if (timeout && *timeout == base::Duration::zero()) {
    fields.report("timeout", "\"timeout\" must be longer than 0s");
    return std::nullopt;
  }
  return timeout;
}

/// Reads one step of `then:`. Returns nothing if its status is missing or invalid.
std::optional<model::Transition> read_step(const base::Node& node, model::Status from, bool off_contract,
                                           const Context& context) {
  base::Fields fields(node, "a step of \"then\"", context.diagnostics);
  model::Transition step;
  step.location = node.location;
  step.after = fields.duration("after");
  step.on_describe = fields.integer("on-describe", 1, kMaxDescribes);
  const bool both = fields.node("after") != nullptr && fields.node("on-describe") != nullptr;
  const bool none = fields.node("after") == nullptr && fields.node("on-describe") == nullptr;
  if (node.is_map() && (both || none)) {
    context.diagnostics.add(node.location, "a step of \"then\" needs one of \"after\" and \"on-describe\"" +
                                               std::string(both ? ", not both" : ""));
  }
  fields.required("status");
  const auto status = read_status(fields);
  if (const base::Node* const details = fields.node("details")) {
    step.details = read_details(*details, off_contract, context);
  }
  fields.finish();
  if (!status) {
    return std::nullopt;
  }
  step.status = *status;
  if (!off_contract && !contract::may_become(from, *status)) {
    fields.report("status", std::string(contract::word_of(from)) + " cannot become " +
                                std::string(contract::word_of(*status)) +
                                "; add \"off-contract: true\" to the execution to allow it");
  }
  return step;
}

std::vector<model::Transition> read_then(base::Fields& fields, const model::Execution& execution,
                                         const Context& context) {
  std::vector<model::Transition> steps;
  const base::Node* const node = fields.node("then");
  if (node == nullptr) {
    return steps;
  }
  if (!node->is_list()) {
    context.diagnostics.add(node->location,
                            "\"then\" must be a list of steps, not " + std::string(base::describe(*node)));
    return steps;
  }
  model::Status status = execution.status;
  for (const base::Node& item : node->items) {
    if (auto step = read_step(item, status, execution.off_contract, context)) {
      status = step->status;
      steps.push_back(std::move(*step));
    }
  }
  return steps;
}

}  // namespace

model::Execution read_execution(base::Fields& fields, NumberAt number_at, const base::Location& location,
                                const Context& context) {
  model::Execution execution;
  execution.location = location;
  execution.off_contract = fields.boolean("off-contract").value_or(false);
  const auto status = read_status(fields);
  execution.status = status.value_or(model::Status::kQueued);
  if (number_at == NumberAt::kInside) {
    execution.number = fields.integer("number", 1, std::numeric_limits<std::int64_t>::max()).value_or(1);
  }
  const std::int64_t least = execution.off_contract ? std::numeric_limits<std::int64_t>::min() : 1;
  execution.version_number =
      fields.integer("version", least, std::numeric_limits<std::int64_t>::max()).value_or(execution.version_number);
  if (const base::Node* const details = fields.node("details")) {
    execution.details = read_details(*details, execution.off_contract, context);
  }
  // An invalid status has already been reported. Checks that depend on it are skipped.
  const bool status_known = status || fields.node("status") == nullptr;
  read_times(fields, status_known && !execution.off_contract, execution, context);
  execution.document = read_document(fields, execution.off_contract, context);
  execution.timeout = read_timeout(fields);
  execution.then = read_then(fields, execution, context);
  return execution;
}

}  // namespace jobrig::load
