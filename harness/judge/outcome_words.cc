#include "judge/outcome_words.h"

#include <nlohmann/json.hpp>

#include "base/quote.h"
#include "contract/json_document.h"
#include "contract/operations.h"
#include "model/conformance_words.h"

namespace jobrig::judge {
namespace {

std::string error_in_words(const model::ClientOutcome& outcome) {
  std::string words = outcome.error.empty() ? "an error without a name" : "the error " + outcome.error;
  words += " (" + std::string(model::word_of(outcome.failure));
  words += outcome.status ? ", status " + std::to_string(*outcome.status) : "";
  words += ")";
  return words + (outcome.message.empty() ? "" : " " + base::quoted(outcome.message));
}

}  // namespace

nlohmann::json response_of(const model::ClientOutcome& outcome) {
  nlohmann::json response;
  const bool readable = !contract::read_json(outcome.response, response);
  return readable && response.is_object() ? response : nlohmann::json::object();
}

bool has_execution(const nlohmann::json& response) {
  const auto execution = response.find("execution");
  return execution != response.end() && !execution->is_null() && !execution->empty();
}

bool brings_execution(std::string_view operation) {
  const auto known = contract::operation_named(operation);
  return known && contract::row_of(*known).brings_execution;
}

std::string in_words(const model::CallRecord& call, bool crashed) {
  if (!call.outcome) {
    return call.timed_out ? "no report before the deadline" : crashed ? "no report: the client crashed" : "no report";
  }
  switch (call.outcome->kind) {
    case model::ClientOutcome::Kind::kSuccess:
      break;
    case model::ClientOutcome::Kind::kError:
      return error_in_words(*call.outcome);
    case model::ClientOutcome::Kind::kUnable:
      return "the client could not make the call: " + call.outcome->message;
  }
  const nlohmann::json response = response_of(*call.outcome);
  if (!brings_execution(call.operation)) {
    return response.empty() ? "an empty success" : "a success";
  }
  return has_execution(response) ? "a success with an execution" : "a success without an execution";
}

std::string exit_in_words(const model::CallRecord& call, bool crashed) {
  if (!call.outcome || !call.outcome->exit_code) {
    return in_words(call, crashed);
  }
  return "exit code " + std::to_string(*call.outcome->exit_code) +
         (call.outcome->message.empty() ? "" : " (" + base::quoted(call.outcome->message) + ")");
}

std::string_view bare_class_name(std::string_view name) {
  if (name.find_first_of("#/") != std::string_view::npos) {
    return name;
  }
  const std::size_t last = name.find_last_of(".:");
  return last == std::string_view::npos ? name : name.substr(last + 1);
}

}  // namespace jobrig::judge
