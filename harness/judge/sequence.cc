// sequence: the client sends requests of these operations in this order. Retries of an operation count as one; requests
// of operations that are not in the list are ignored.
//   sequence: {operations: [GetPendingJobExecutions, StartNextPendingJobExecution, UpdateJobExecution]}
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contract/operations.h"
#include "judge/make_check.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

using Operations = std::vector<std::string>;

Operations read_operations(Settings& settings) {
  Operations operations;
  const base::Node* const node =
      settings.node({"operations", "the operations in order", "operations", Need::kRequired});
  if (node == nullptr) {
    return operations;
  }
  if (!node->is_list() || node->items.size() < 2) {
    settings.report("operations",
                    "\"operations\" must be a list of at least two operations, such as [StartNextPendingJobExecution, "
                    "UpdateJobExecution]");
  }
  for (const base::Node& item : node->items) {
    operations.push_back(
        base::read_word(item, "an operation", contract::operation_names(), settings.diagnostics()).value_or(""));
    if (operations.size() > 1 && operations.back() == operations[operations.size() - 2]) {
      settings.diagnostics().add(item.location,
                                 "retries of an operation count as one, so the same operation cannot follow itself");
    }
  }
  return operations;
}

std::string joined(const Operations& operations) {
  std::string text;
  for (const std::string& operation : operations) {
    text += (text.empty() ? "" : ", ") + operation;
  }
  return text.empty() ? "no request of these operations" : text;
}

/// The operations of the list that were requested, without repetitions in a row.
Operations requested(const Operations& wanted, const model::CaseRecord& record, std::vector<std::size_t>& evidence) {
  Operations seen;
  for (const std::size_t index : wire::requests_of(record)) {
    const std::string operation(record.exchanges[index].decision.operation);
    if (std::find(wanted.begin(), wanted.end(), operation) == wanted.end()) {
      continue;
    }
    evidence.push_back(index);
    if (seen.empty() || seen.back() != operation) {
      seen.push_back(operation);
    }
  }
  return seen;
}

CheckPointer make_sequence(Settings& settings) {
  Operations operations = read_operations(settings);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings, [operations = std::move(operations)](const model::CaseRecord& record) {
    model::Finding finding;
    const Operations seen = requested(operations, record, finding.evidence);
    finding.holds = seen == operations;
    finding.expected = joined(operations);
    finding.actual = joined(seen);
    return finding;
  });
}

}  // namespace

void declare_sequence(std::vector<CheckKind>& kinds) {
  kinds.push_back({"sequence", "the client sends requests of these operations in this order",
                   "sequence: {operations: [StartNextPendingJobExecution, UpdateJobExecution]}", make_sequence});
}

}  // namespace jobrig::judge
