#include "report/groups.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/ascii.h"
#include "model/conformance_words.h"
#include "report/plain_text.h"
#include "report/tally.h"

namespace jobrig::report {
namespace {

using model::Verdict;

/// The results that `is_one` selects, by what `title_of` returns.
template <typename IsOne, typename TitleOf>
std::vector<ResultGroup> grouped(const model::RunResult& run, const IsOne& is_one, const TitleOf& title_of) {
  std::map<std::string, ResultGroup> by_title;
  for (const model::CaseResult& result : run.results) {
    if (is_one(result)) {
      std::string title = title_of(result);
      ResultGroup& group = by_title[title];
      group.title = std::move(title);
      group.results.push_back(&result);
    }
  }
  std::vector<ResultGroup> groups;
  for (auto& [title, group] : by_title) {
    groups.push_back(std::move(group));
  }
  std::stable_sort(groups.begin(), groups.end(), [](const ResultGroup& one, const ResultGroup& other) {
    return one.results.size() > other.results.size();
  });
  return groups;
}

}  // namespace

std::string failing_part(const model::CaseResult& result) {
  switch (result.verdict) {
    case Verdict::kPassed:
    case Verdict::kSkipped:
      return {};
    case Verdict::kTimedOut:
    case Verdict::kNotCalled:
    case Verdict::kHarnessError:
      return base::to_lower(row_of(result.verdict).title);
    case Verdict::kFailed:
    case Verdict::kNonStrict:
    case Verdict::kInformational:
      break;
  }
  // A failure of the client makes the findings of checks irrelevant: then the reason names no check.
  for (const model::CheckResult* check : failed_checks(result)) {
    if (result.reason.starts_with(check->check + ": ")) {
      return one_line(check->check);
    }
  }
  return result.record.crashed ? "crash" : "client protocol";
}

std::string part_beside_verdict(const model::CaseResult& result) {
  std::string part = failing_part(result);
  return part == base::to_lower(row_of(result.verdict).title) ? "" : part;
}

std::vector<ResultGroup> failure_groups(const model::RunResult& run) { return grouped(run, is_red, failing_part); }

std::vector<ResultGroup> non_strict_groups(const model::RunResult& run) {
  return grouped(
      run,
      [](const model::CaseResult& result) { return result.verdict == Verdict::kNonStrict && result.expected.empty(); },
      failing_part);
}

std::vector<ResultGroup> known_groups(const model::RunResult& run) {
  return grouped(
      run, [](const model::CaseResult& result) { return !result.expected.empty() && !is_red(result); },
      [](const model::CaseResult& result) { return one_line(known_reason(result)); });
}

std::vector<ResultGroup> skip_groups(const model::RunResult& run) {
  return grouped(
      run, [](const model::CaseResult& result) { return result.verdict == Verdict::kSkipped; },
      [](const model::CaseResult& result) {
        return result.reason.empty() ? std::string("no reason was recorded") : one_line(result.reason);
      });
}

std::vector<std::string> names_of(const ResultGroup& group) {
  std::vector<std::string> names;
  for (const model::CaseResult* result : group.results) {
    if (std::string name = one_line(result->name); names.empty() || names.back() != name) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::string cases_text(std::size_t count) { return count == 1 ? "one case" : std::to_string(count) + " cases"; }

}  // namespace jobrig::report
