// execution-status: the status of the execution that the call names, before the call.
// when: {operation: UpdateJobExecution, execution-status: CANCELED}
#include <algorithm>

#include "conditions/condition.h"
#include "contract/statuses.h"

namespace jobrig::conditions {
namespace {

using model::Match;

void read_status(base::Fields& fields, const Reading& reading, Match& match) {
  const base::Node* const node = fields.node("execution-status");
  if (node == nullptr) {
    return;
  }
  std::vector<std::string_view> words;
  for (const contract::StatusRow& row : contract::statuses()) {
    words.push_back(row.word);
  }
  if (node->is_list() && node->items.empty()) {
    reading.diagnostics.add(node->location, "\"execution-status\" is an empty list, which no execution matches");
  }
  const std::vector<base::Node> alone{*node};
  for (const base::Node& item : node->is_list() ? node->items : alone) {
    if (const auto word = base::read_word(item, "\"execution-status\"", words, reading.diagnostics)) {
      match.execution_status.push_back(*contract::status_named(*word));
    }
  }
}

std::string words_of(const std::vector<model::Status>& statuses) {
  std::string words;
  for (const model::Status status : statuses) {
    words += (words.empty() ? "" : " or ") + std::string(contract::word_of(status));
  }
  return words;
}

std::string status_schema() {
  std::string words;
  for (const contract::StatusRow& row : contract::statuses()) {
    words += (words.empty() ? "" : ",") + base::quoted(row.word);
  }
  return R"({"anyOf":[{"enum":[)" + words + R"(]},{"type":"array","minItems":1,"items":{"enum":[)" + words +
         R"(]}}],"description":"The status of the execution that the request names, before the request; )"
         R"(a list: one of these"})";
}

}  // namespace

std::vector<Condition> state_conditions() {
  return {{"execution-status",
           Scope::kCall,
           has<&Match::execution_status>,
           read_status,
           [](const Match& match, const Circumstances& now) {
             return now.status && std::find(match.execution_status.begin(), match.execution_status.end(),
                                            *now.status) != match.execution_status.end();
           },
           [](const Match& match, const Circumstances& now, Reasons& reasons) {
             reasons.push_back((now.status ? "the execution is " + std::string(contract::word_of(*now.status))
                                           : "the execution of the request does not exist") +
                               "; the rule requires " + words_of(match.execution_status));
           },
           {{"execution-status",
             "the status, before the request, of the execution that the request names (`$next`: of the one that it "
             "stands for), or a list of statuses; requests that name no existing execution do not match"}},
           status_schema()}};
}

}  // namespace jobrig::conditions
