#include "report/html/findings.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "base/units.h"
#include "report/groups.h"
#include "report/html/answer.h"
#include "report/html/changes.h"
#include "report/html/text.h"
#include "report/tally.h"

namespace jobrig::report::html {
namespace {

/// A list that opens on demand; nothing if it is empty.
std::string folded_list(const std::string& title, std::size_t count, const std::string& items, bool open) {
  return count == 0 ? ""
                    : "<details" + std::string(open ? " open" : "") + "><summary>" + title + " <b>" +
                          std::to_string(count) + "</b></summary><ul>" + items + "</ul></details>\n";
}

std::string groups_list(const std::string& title, const std::vector<ResultGroup>& groups, std::size_t run, bool open) {
  std::string items;
  std::size_t count = 0;
  for (const ResultGroup& group : groups) {
    const auto names = names_of(group);
    count += names.size();
    items += "<li><strong>" + html_text(group.title) + "</strong> <span class=\"quiet\">" + cases_text(names.size()) +
             "</span><br>";
    for (const std::string& name : names) {
      items += (&name == &names.front() ? "" : ", ") + case_link(name, run);
    }
    items += "</li>\n";
  }
  return folded_list(title, count, items, open);
}

/// The part of the groups with this property of the result.
template <typename IsOne>
std::vector<ResultGroup> only(std::vector<ResultGroup> groups, const IsOne& is_one) {
  for (ResultGroup& group : groups) {
    auto& results = group.results;
    results.erase(std::remove_if(results.begin(), results.end(), [&](const auto* one) { return !is_one(*one); }),
                  results.end());
  }
  groups.erase(
      std::remove_if(groups.begin(), groups.end(), [](const ResultGroup& group) { return group.results.empty(); }),
      groups.end());
  return groups;
}

std::string changes_list(const std::string& title, const std::vector<Change>& changes, std::size_t run, bool open) {
  std::string items;
  for (const Change& change : changes) {
    items += "<li>" + case_link(change.name, run) + " <span class=\"quiet\">" + html_text(change.from) + " → " +
             html_text(change.to) + "</span></li>\n";
  }
  return folded_list(title, changes.size(), items, open);
}

std::string changes_section(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix,
                            std::size_t run) {
  const auto before = previous_run(runs, run);
  if (!before) {
    return {};
  }
  const Changes changes = changes_between(matrix, *before, run);
  const std::string lists =
      changes_list("Fails now", changes.worse, run, true) + changes_list("No longer judged", changes.lost, run, true) +
      changes_list("Fixed", changes.better, run, false) + changes_list("Other changes", changes.other, run, false);
  const std::string began = base::format_instant(runs[*before].began);
  return "<div class=\"changes\"><h3>Changed since " + html_text(client_title(runs[*before].client)) + " of " +
         began.substr(0, 10) + " " + began.substr(11, 5) + " UTC</h3>\n" +
         (lists.empty() ? "<p>No verdict changed.</p>" : lists) + "</div>\n";
}

std::string problems_list(const model::RunResult& run, bool open) {
  std::map<std::string, std::vector<const model::RunProblem*>> by_kind;
  for (const model::RunProblem& problem : run.problems) {
    by_kind[problem.what].push_back(&problem);
  }
  std::string items;
  for (const auto& [what, problems] : by_kind) {
    for (const model::RunProblem* problem : problems) {
      items += "<li><strong>" + html_text(what) + "</strong> " + html_text(problem->where) +
               (problem->detail.empty() ? "" : ": " + html_text(problem->detail)) + "</li>\n";
    }
  }
  items += run.interrupted ? "<li><strong>interrupted</strong> not all cases were run</li>\n" : "";
  const std::size_t count = run.problems.size() + (run.interrupted ? 1 : 0);
  return count == 0 ? ""
                    : "<div class=\"problems\">" + folded_list("Problems in the run", count, items, open) + "</div>";
}

std::string finding(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix, std::size_t index) {
  constexpr std::size_t kOpenProblems = 5;
  const model::RunResult& run = runs[index];
  const auto is_must = [](const model::CaseResult& result) {
    return result.level == model::Level::kMust && result.verdict != model::Verdict::kHarnessError;
  };
  const auto failed = failure_groups(run);
  std::string html = "<article class=\"" + std::string(is_good(run) ? "good" : "bad") + "\">\n";
  html += runs.size() == 1 ? "" : "<h2>" + html_text(answer(run)) + "</h2>\n";
  html += groups_list("Failed MUST cases", only(failed, is_must), index, runs.size() == 1);
  html += groups_list("Other failed cases", only(failed, [&](const auto& one) { return !is_must(one); }), index, false);
  html += changes_section(runs, matrix, index);
  html += problems_list(run, run.problems.size() <= kOpenProblems);
  html += groups_list("SHOULD not met", non_strict_groups(run), index, false);
  html += groups_list("Known failures", known_groups(run), index, false);
  html += groups_list("Skipped cases", skip_groups(run), index, false);
  return html + "</article>\n";
}

}  // namespace

std::string findings(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix) {
  std::string html;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    html += finding(runs, matrix, i);
  }
  return html;
}

}  // namespace jobrig::report::html
