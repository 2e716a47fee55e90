// polled: the statuses that a client saw while it polled, in order, equal neighbours counted once.
//   polled: {statuses: [QUEUED, none, SUCCEEDED], call: 1}      none: an answer without an execution
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "contract/statuses.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/poll_responses.h"
#include "judge/settings.h"

namespace jobrig::judge {
namespace {

std::string joined(const std::vector<std::string>& words) {
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

std::vector<std::string> read_statuses(const base::Node* node, base::Diagnostics& diagnostics) {
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

}  // namespace

std::shared_ptr<const model::Check> parse_polled(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "polled", "", diagnostics);
  std::vector<std::string> statuses = read_statuses(read.fields().required("statuses"), diagnostics);
  const auto call = read.call();
  if (!read.finish()) {
    return nullptr;
  }
  return make_check("polled", {.needs_report = true},
                    [statuses = std::move(statuses), call](const model::CaseRecord& record) -> model::Finding {
                      const std::vector<std::string> seen = seen_statuses(record, call);
                      return {seen == statuses, joined(statuses), joined(seen)};
                    });
}

}  // namespace jobrig::judge
