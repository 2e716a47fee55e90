#include "expectations/known_failures.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/units.h"
#include "model/conformance_words.h"

namespace jobrig::expectations {
namespace {

using model::Expectation;
using model::Level;
using model::Verdict;

bool is_any_of(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool names_case(const Expectation& one, const model::CaseResult& result) {
  return std::binary_search(one.cases.begin(), one.cases.end(), result.name);
}

/// Whether a failing check of this level can cause this verdict.
bool counts_for(Verdict verdict, Level level, bool strict) {
  if (verdict == Verdict::kNonStrict) {
    return level == Level::kShould;
  }
  return verdict == Verdict::kFailed && (level == Level::kMust || (strict && level == Level::kShould));
}

/// The causes of the verdict: the names of the failing checks, without duplicates, and the crash.
std::set<std::string> failing(const model::CaseResult& result, bool strict) {
  std::set<std::string> names;
  for (const model::CheckResult& check : result.checks) {
    if (check.judged && !check.finding.holds && counts_for(result.verdict, check.level, strict)) {
      names.insert(check.check);
    }
  }
  if (result.record.crashed) {
    names.emplace(model::kCrash);
  }
  return names;
}

bool fails(const model::CaseResult& result, const std::string& check) {
  return (check == model::kCrash && result.record.crashed) ||
         std::any_of(result.checks.begin(), result.checks.end(), [&](const model::CheckResult& one) {
           return one.check == check && one.judged && !one.finding.holds;
         });
}

bool covers(const Expectation& one, const std::string& check) {
  return one.checks.empty() ? check != model::kCrash : is_any_of(one.checks, check);
}

/// The entry that says that the case is flaky, if it has not expired.
const Expectation* flaky_entry(const Expectations& expectations, const model::CaseResult& result) {
  const auto found = std::find_if(expectations.list.begin(), expectations.list.end(), [&](const Expectation& one) {
    return one.flaky && expectations.now < one.expires && names_case(one, result);
  });
  return found == expectations.list.end() ? nullptr : &*found;
}

bool excuses_flaky(const Expectation& one, const model::CaseResult& result, bool strict) {
  const bool may_fail =
      result.verdict == Verdict::kFailed || (result.verdict == Verdict::kNotCalled && one.checks.empty());
  const std::set<std::string> failures = failing(result, strict);
  return may_fail && !result.record.crashed &&
         (one.checks.empty() ||
          (!failures.empty() && std::all_of(failures.begin(), failures.end(),
                                            [&](const std::string& check) { return is_any_of(one.checks, check); })));
}

/// The known failures of this case and verdict that have not expired.
std::vector<const Expectation*> candidates(const Expectations& expectations, const model::CaseResult& result) {
  std::vector<const Expectation*> found;
  for (const Expectation& one : expectations.list) {
    if (!one.flaky && expectations.now < one.expires && names_case(one, result) && one.verdict == result.verdict) {
      found.push_back(&one);
    }
  }
  return found;
}

std::string title_of(const model::CaseResult& result) {
  return result.name + (result.repeat > 1 ? " (repeat " + std::to_string(result.repeat) + ")" : "");
}

std::string location_of(const Expectation& one) { return one.location.file + ":" + std::to_string(one.location.line); }

/// How the result differs from the entry. Nothing when it matches or when it is a harness error, which is reported
/// anyway.
std::optional<model::RunProblem> difference(const Expectation& one, const model::CaseResult& result,
                                            const Expectations& expectations) {
  const std::string title = title_of(result);
  if (one.flaky && result.verdict != Verdict::kSkipped) {
    return std::nullopt;  // a failure that it does not excuse is reported anyway
  }
  const std::string found(row_of(result.verdict).word);
  switch (result.verdict) {
    case Verdict::kHarnessError:
      return std::nullopt;
    case Verdict::kSkipped:
      return model::RunProblem{one.flaky ? "unused flaky case" : "unused known failure", location_of(one),
                               title + " was skipped: " + result.reason};
    case Verdict::kPassed:
    case Verdict::kInformational:
      return model::RunProblem{"known failure passed", location_of(one), title + " is " + found};
    case Verdict::kNonStrict:
    case Verdict::kFailed:
    case Verdict::kTimedOut:
    case Verdict::kNotCalled:
      break;
  }
  if (result.verdict != one.verdict) {
    return model::RunProblem{"known failure differs", location_of(one),
                             title + " is " + found + ", not " + std::string(row_of(one.verdict).word)};
  }
  const auto holds = std::find_if(one.checks.begin(), one.checks.end(),
                                  [&](const std::string& check) { return !fails(result, check); });
  if (holds != one.checks.end()) {
    return model::RunProblem{
        "known failure differs", location_of(one),
        *holds == model::kCrash ? title + ": the client does not crash" : title + ": " + *holds + " holds"};
  }
  if (const auto more = uncovered_checks(expectations, result); !more.empty()) {
    return model::RunProblem{
        "known failure differs", location_of(one),
        more.front() == model::kCrash ? title + ": the client crashes" : title + ": " + more.front() + " fails, too"};
  }
  return std::nullopt;
}

}  // namespace

bool known_flaky(const Expectations& expectations, const model::CaseResult& result) {
  return flaky_entry(expectations, result) != nullptr;
}

bool still_fails(const Expectation& one, const model::CaseResult& result) {
  const bool crash_is_new = one.checks.empty() && result.record.crashed;
  return result.verdict == one.verdict && !crash_is_new &&
         std::all_of(one.checks.begin(), one.checks.end(),
                     [&](const std::string& check) { return fails(result, check); });
}

std::vector<std::string> uncovered_checks(const Expectations& expectations, const model::CaseResult& result) {
  const std::vector<const Expectation*> entries = candidates(expectations, result);
  std::vector<std::string> names;
  for (const std::string& check : failing(result, expectations.strict)) {
    if (std::none_of(entries.begin(), entries.end(), [&](const Expectation* one) { return covers(*one, check); })) {
      names.push_back(check);
    }
  }
  return names;
}

std::string known_failure(const Expectations& expectations, const model::CaseResult& result) {
  if (const Expectation* const flaky = flaky_entry(expectations, result)) {
    return excuses_flaky(*flaky, result, expectations.strict) ? "known flaky: " + flaky->reason : "";
  }
  const std::vector<const Expectation*> entries = candidates(expectations, result);
  if (entries.empty() || !uncovered_checks(expectations, result).empty()) {
    return "";
  }
  std::string reasons;
  for (const Expectation* const one : entries) {
    reasons += (reasons.empty() ? "expected: " : "; ") + one->reason;
  }
  return reasons;
}

std::vector<model::RunProblem> expectation_problems(const Expectations& expectations,
                                                    std::span<const model::CaseResult> results) {
  std::vector<model::RunProblem> problems;
  for (const Expectation& one : expectations.list) {
    const auto mine = std::find_if(results.begin(), results.end(),
                                   [&](const model::CaseResult& result) { return names_case(one, result); });
    if (mine != results.end() && expectations.now >= one.expires) {
      problems.push_back({"expectation expired", location_of(one),
                          "since " + base::format_instant(one.expires) + " it excuses " + mine->name + " no longer"});
      continue;
    }
    for (auto result = mine; result != results.end(); ++result) {
      if (!names_case(one, *result)) {
        continue;
      }
      if (auto problem = difference(one, *result, expectations)) {
        problems.push_back(std::move(*problem));
      }
    }
  }
  return problems;
}

}  // namespace jobrig::expectations
