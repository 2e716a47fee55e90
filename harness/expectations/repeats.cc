#include "expectations/repeats.h"

#include <map>
#include <set>
#include <string_view>

#include "model/conformance_words.h"

namespace jobrig::expectations {
namespace {

/// The part of a result that must be equal in every repeat: the verdict and the failed checks. Informational checks may
/// differ, for example how long a client waits with jitter.
std::string comparable_outcome(const model::CaseResult& result) {
  using model::Verdict;
  const Verdict verdict = result.verdict == Verdict::kInformational ? Verdict::kPassed : result.verdict;
  std::string words(row_of(verdict).word);
  if (verdict != Verdict::kFailed && verdict != Verdict::kNonStrict) {
    return words;
  }
  std::set<std::string_view> failed;
  for (const model::CheckResult& check : result.checks) {
    if (check.judged && !check.finding.holds && check.level != model::Level::kInfo) {
      failed.insert(check.check);
    }
  }
  for (const std::string_view check : failed) {
    words += (check == *failed.begin() ? " by " : ", ") + std::string(check);
  }
  return words;
}

}  // namespace

std::string different_outcomes(std::span<const model::CaseResult* const> repeats) {
  std::map<std::string, std::size_t> counts;
  for (const model::CaseResult* const one : repeats) {
    ++counts[comparable_outcome(*one)];
  }
  std::string words;
  for (const auto& [what, count] : counts) {
    words += (words.empty() ? "" : ", ") + what + (count == 1 ? " once" : " " + std::to_string(count) + " times");
  }
  return counts.size() > 1 ? words : "";
}

std::vector<model::RunProblem> flaky_problems(std::span<const model::CaseResult> results) {
  std::map<std::string, std::vector<const model::CaseResult*>> cases;
  for (const model::CaseResult& result : results) {
    if (!result.known_flaky) {
      cases[result.name].push_back(&result);
    }
  }
  std::vector<model::RunProblem> problems;
  for (const auto& [name, repeats] : cases) {
    if (std::string words = different_outcomes(repeats); !words.empty()) {
      problems.push_back({"flaky", name, std::move(words)});
    }
  }
  return problems;
}

}  // namespace jobrig::expectations
