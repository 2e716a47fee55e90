#include "judge/poll_responses.h"

#include <nlohmann/json.hpp>

#include "contract/json_document.h"
#include "judge/outcome_words.h"

namespace jobrig::judge {
namespace {

using nlohmann::json;

json execution_in(const json& response) {
  return response.is_object() && has_execution(response) ? response.at("execution") : json();
}

}  // namespace

std::vector<json> polled_executions(const model::CaseRecord& record, std::optional<std::size_t> call) {
  const std::size_t number = call.value_or(record.calls.size());
  std::vector<json> executions;
  if (number == 0 || number > record.calls.size()) {
    return executions;
  }
  const auto& outcome = record.calls[number - 1].outcome;
  if (!outcome || outcome->kind != model::ClientOutcome::Kind::kSuccess) {
    return executions;
  }
  json responses;
  if (outcome->responses.empty() || contract::read_json(outcome->responses, responses) || !responses.is_array()) {
    executions.push_back(execution_in(response_of(*outcome)));
    return executions;
  }
  for (const json& response : responses) {
    executions.push_back(execution_in(response));
  }
  return executions;
}

}  // namespace jobrig::judge
