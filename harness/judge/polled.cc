// polled: the statuses that the client saw while it polled, in order, without consecutive duplicates.
//   polled: {statuses: [QUEUED, none, SUCCEEDED], call: 1}      none: a response without an execution
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "contract/statuses.h"
#include "judge/make_check.h"
#include "judge/poll_responses.h"

namespace jobrig::judge {
namespace {

std::string status_list(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text.empty() ? "no answer" : text;
}

std::vector<std::string> seen_statuses(const model::CaseRecord& record, std::optional<std::size_t> call) {
  std::vector<std::string> seen;
  for (const nlohmann::json& execution : polled_executions(record, call)) {
    std::string status = "none";
    if (execution.is_object()) {
      const auto member = execution.find("status");
      status = member != execution.end() && member->is_string() ? member->get<std::string>() : "no status";
    }
    if (seen.empty() || seen.back() != status) {
      seen.push_back(std::move(status));
    }
  }
  return seen;
}

std::vector<std::string> read_statuses(Settings& settings) {
  base::Diagnostics& diagnostics = settings.diagnostics();
  const base::Node* const node =
      settings.node({"statuses", "in order; none is a response without an execution", "statuses", Need::kRequired});
  std::vector<std::string> statuses;
  if (node == nullptr) {
    return statuses;
  }
  std::vector<std::string_view> words;
  for (const auto& row : contract::statuses()) {
    words.emplace_back(row.word);
  }
  words.emplace_back("none");
  if (!node->is_list() || node->items.empty()) {
    diagnostics.add(node->location, "\"statuses\" must be a list of at least one status, such as [QUEUED, SUCCEEDED]");
  }
  for (const base::Node& item : node->items) {
    statuses.push_back(base::read_word(item, "a status", words, diagnostics).value_or(""));
  }
  return statuses;
}

CheckPointer make_polled(Settings& settings) {
  std::vector<std::string> statuses = read_statuses(settings);
  const auto call = settings.call("the call; the last when it is not given");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings,
                    [statuses = std::move(statuses), call](const model::CaseRecord& record) -> model::Finding {
                      const std::vector<std::string> seen = seen_statuses(record, call);
                      return {seen == statuses, status_list(statuses), status_list(seen)};
                    });
}

}  // namespace

void declare_polled(std::vector<CheckKind>& kinds) {
  kinds.push_back({"polled", "the statuses that the client reports while it polls",
                   "polled: {statuses: [QUEUED, IN_PROGRESS, SUCCEEDED]}", make_polled, model::Reports::kResults, false,
                   Transport::kAny});
}

}  // namespace jobrig::judge
