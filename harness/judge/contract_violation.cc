#include "judge/contract_violation.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "contract/errors.h"
#include "contract/operations.h"
#include "contract/schemas.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

bool execution_is_off_contract(const model::Scenario& scenario) {
  for (const model::Thing& thing : scenario.things) {
    for (const model::Job& job : thing.jobs) {
      if (std::any_of(job.executions.begin(), job.executions.end(),
                      [](const model::Execution& one) { return one.off_contract; })) {
        return true;
      }
    }
  }
  return false;
}

const model::Answer* answer_of(const model::Scenario& scenario, const model::Decision& decision) {
  for (const model::Rule& rule : scenario.rules) {
    if (rule.name == decision.rule && decision.step > 0 && decision.step <= rule.answers.size()) {
      return &rule.answers[decision.step - 1];
    }
  }
  return nullptr;
}

/// Whether the answer of a rule was written for another operation than the one that the client called. A rule without
/// `operation` answers all, and the planner accepts what is valid for one of them.
bool is_for_another_operation(const model::Answer& answer, const model::Decision& decision) {
  if (std::holds_alternative<model::RawAnswer>(answer.content)) {
    return true;  // perhaps: it was checked when the case was loaded
  }
  const auto operation = contract::operation_named(decision.operation);
  return std::holds_alternative<model::ErrorAnswer>(answer.content) && operation &&
         !contract::may_send_error(*operation, decision.error);
}

/// Whether the response must satisfy the contract: it is complete, has no faults and is not marked off-contract.
bool must_keep_contract(const model::ConformanceCase& conformance_case, const model::Exchange& exchange) {
  const bool whole = exchange.close_reason != model::CloseReason::kClientGaveUp &&
                     exchange.close_reason != model::CloseReason::kServerStopped && exchange.ended != base::Monotonic{};
  if (!whole || !exchange.decision.faults.empty() || exchange.decision.operation.empty() || exchange.answer.empty() ||
      exchange.request.starts_with("HEAD ") || !exchange.refusal.empty()) {
    return false;
  }
  const model::Answer* const answer = answer_of(conformance_case.scenario, exchange.decision);
  return (answer == nullptr || (!answer->off_contract && !is_for_another_operation(*answer, exchange.decision))) &&
         !execution_is_off_contract(conformance_case.scenario);
}

std::optional<std::string> violation(model::Edition edition, const model::Exchange& exchange) {
  const auto operation = contract::operation_named(exchange.decision.operation);
  const std::string_view body = wire::body_of_answer(exchange.answer);
  if (!operation || body.data() == nullptr) {
    return "it is not HTTP";
  }
  const contract::ErrorRow* const error = contract::error_named(exchange.decision.error);
  if (error != nullptr && error->status != exchange.status) {
    return std::string(error->name) + " has the status " + std::to_string(error->status) + ", not " +
           std::to_string(exchange.status);
  }
  const bool success = exchange.status == contract::row_of(*operation).success_status;
  const auto part = success ? contract::SchemaPart::kResponse : contract::SchemaPart::kError;
  const auto found = contract::validate(edition, *operation, part, body);
  if (found.empty()) {
    return std::nullopt;
  }
  return (found.front().pointer.empty() ? "the body" : found.front().pointer) + " " + found.front().message;
}

}  // namespace

std::string contract_violation(const model::ConformanceCase& conformance_case, const model::CaseRecord& record) {
  for (const model::Exchange& exchange : record.exchanges) {
    if (!must_keep_contract(conformance_case, exchange)) {
      continue;
    }
    if (const auto found = violation(conformance_case.scenario.edition, exchange)) {
      return "the response of jobrig violates the contract: " + *found;
    }
  }
  return "";
}

}  // namespace jobrig::judge
