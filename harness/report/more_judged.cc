#include "report/more_judged.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "model/must_coverage.h"
#include "report/plain_text.h"

namespace jobrig::report {
namespace {

using model::Verdict;

constexpr std::size_t kMaxReasons = 5;

bool needs_more_reports(const model::CaseResult& result) {
  return result.record.reports != model::Reports::kResults &&
         (result.checks.empty() || std::any_of(result.checks.begin(), result.checks.end(), [](const auto& check) {
            return !check.judged || check.finding.in_part;
          }));
}

std::string list_of(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) {
    list += (list.empty() ? "" : ",") + one_line(word);
  }
  return list;
}

/// What a case lacks to be judged in full. Empty: nothing, or more than the client can declare.
std::string lack_of(const model::CaseResult& result) {
  if (result.verdict == Verdict::kHarnessError) {
    return "";
  }
  if (!result.missing.empty()) {
    // An adapter and a profile declare features themselves.
    const bool by_option = result.record.reports != model::Reports::kResults;
    return (by_option                    ? "--features "
            : result.missing.size() == 1 ? "the feature "
                                         : "the features ") +
           list_of(result.missing);
  }
  return needs_more_reports(result) ? "what the client reports: a profile or an adapter (jobrig init)" : "";
}

struct Counts {
  std::size_t cases = 0;
  std::size_t judged = 0;
  std::size_t in_part = 0;
  std::map<std::string, std::size_t> lacks;
};

Counts counts_of(const model::RunResult& run) {
  Counts counts;
  for (const model::CaseResult& result : run.results) {
    if (result.repeat > 1 || model::is_of_other_transport(result)) {
      continue;
    }
    ++counts.cases;
    const std::string lack = lack_of(result);
    const bool judged = result.verdict != Verdict::kSkipped && result.verdict != Verdict::kHarnessError;
    counts.judged += judged ? 1 : 0;
    counts.in_part += judged && !lack.empty() ? 1 : 0;
    if (!lack.empty()) {
      ++counts.lacks[lack];
    }
  }
  return counts;
}

std::string need_line(std::size_t count, const std::string& what) {
  return "  " + std::to_string(count) + (count == 1 ? " case needs " : " cases need ") + what + "\n";
}

}  // namespace

std::string more_judged_text(const model::RunResult& run) {
  const Counts counts = counts_of(run);
  if (counts.lacks.empty()) {
    return "";
  }
  std::vector<std::pair<std::string, std::size_t>> lacks(counts.lacks.begin(), counts.lacks.end());
  std::stable_sort(lacks.begin(), lacks.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text = "judged " + std::to_string(counts.judged) + " of " + std::to_string(counts.cases) +
                     (counts.cases == 1 ? " case" : " cases");
  text += counts.in_part > 0 ? ", " + std::to_string(counts.in_part) + " of them in part" : "";
  text += "; to judge more:\n";
  std::size_t others = 0;
  for (std::size_t i = 0; i < lacks.size(); ++i) {
    if (i < kMaxReasons) {
      text += need_line(lacks[i].second, lacks[i].first);
    } else {
      others += lacks[i].second;
    }
  }
  return text + (others > 0 ? need_line(others, "other features: jobrig list features") : "");
}

}  // namespace jobrig::report
