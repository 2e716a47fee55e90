#include "expectations/update.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "expectations/entry_text.h"
#include "expectations/file_text.h"
#include "expectations/known_failures.h"
#include "expectations/repeats.h"
#include "model/conformance_words.h"

namespace jobrig::expectations {
namespace {

using model::CaseResult;
using model::Expectation;
using model::Verdict;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kMaxReason = 300;

using ByCase = std::map<std::string, std::vector<const CaseResult*>>;

bool is_failure(const CaseResult& result) {
  return result.verdict == Verdict::kFailed || result.verdict == Verdict::kTimedOut ||
         result.verdict == Verdict::kNotCalled;
}

bool is_error(const CaseResult& result) { return result.verdict == Verdict::kHarnessError; }

ByCase by_case(std::span<const CaseResult> results) {
  ByCase cases;
  for (const CaseResult& result : results) {
    cases[result.name].push_back(&result);
  }
  return cases;
}

/// Whether the repeats of a case differ, and a list of flaky cases may say so.
bool is_flaky(const std::vector<const CaseResult*>& results) {
  return !different_outcomes(results).empty() &&
         std::none_of(results.begin(), results.end(), [](const CaseResult* one) {
           return one->record.crashed || one->verdict == Verdict::kTimedOut || is_error(*one);
         });
}

/// Whether an entry goes on to apply to one of its cases, by what the run found.
bool keeps(const Expectation& one, const std::vector<const CaseResult*>& results) {
  return (one.flaky || !is_flaky(results)) &&
         std::all_of(results.begin(), results.end(), [&](const CaseResult* result) {
           return is_error(*result) || (one.flaky ? result->verdict != Verdict::kSkipped : still_fails(one, *result));
         });
}

base::Instant new_expiry(base::Instant now) { return std::chrono::floor<std::chrono::days>(now) + kValidity; }

/// The entry after the run.
Expectation after(const Expectation& one, const ByCase& cases, base::Instant now) {
  Expectation next = one;
  std::erase_if(next.cases, [&](const std::string& name) {
    const auto found = cases.find(name);
    return found != cases.end() && !keeps(one, found->second);
  });
  const bool was_run =
      std::any_of(next.cases.begin(), next.cases.end(), [&](const std::string& name) { return cases.contains(name); });
  next.expires = was_run && one.expires <= now ? new_expiry(now) : one.expires;
  return next;
}

std::string reason_of(const std::string& found) {
  std::string reason = "TODO: " + found;
  if (reason.size() > kMaxReason) {
    std::size_t end = kMaxReason;
    while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0U) == 0x80U) {
      --end;  // not within a character
    }
    reason = reason.substr(0, end) + "…";
  }
  return reason;
}

/// The failures that no entry covers, as new entries in the order of their first case.
std::vector<Expectation> new_entries(const ByCase& cases, const Expectations& known, base::Instant expires) {
  std::map<std::tuple<bool, Verdict, std::vector<std::string>, std::string>, std::size_t> places;
  std::vector<Expectation> entries;
  const auto add = [&](const std::string& name, Expectation one) {
    const auto [place, is_new] =
        places.emplace(std::tuple(one.flaky, one.verdict, one.checks, one.reason), entries.size());
    if (is_new) {
      one.expires = expires;
      entries.push_back(std::move(one));
    }
    entries[place->second].cases.push_back(name);
  };
  for (const auto& [name, results] : cases) {
    if (known_flaky(known, *results.front())) {
      continue;  // if it crashed, or failed by another check, a person has to decide
    }
    Expectation one;
    if (is_flaky(results)) {
      one.flaky = true;
      one.reason = reason_of("the repeats differ: " + different_outcomes(results));
      add(name, std::move(one));
      continue;
    }
    const auto failed = std::find_if(results.begin(), results.end(), [&](const CaseResult* result) {
      return is_failure(*result) && known_failure(known, *result).empty();
    });
    if (failed != results.end()) {
      one.verdict = (*failed)->verdict;
      one.checks = uncovered_checks(known, **failed);
      one.reason = reason_of((*failed)->reason);
      add(name, std::move(one));
    }
  }
  return entries;
}

std::string new_file(const std::string& client) {
  return "# Known failures, written by jobrig conform --write-expectations. Replace each TODO with what the client "
         "does and\n"
         "# why it is accepted, and set the day by which it is mended.\n"
         "summary: " +
         scalar_text(client.empty() ? "a client" : client) + "\nknown-failures: []\n";
}

}  // namespace

base::Result<Updated> update(const UpdateInput& input) {
  const std::string text = input.text.empty() ? new_file(input.client) : std::string(input.text);
  auto file = FileText::cut(text, input.own);
  if (!file) {
    return file.error();
  }
  const ByCase cases = by_case(input.results);
  Updated updated;
  std::vector<Expectation> known(input.elsewhere.begin(), input.elsewhere.end());
  std::size_t indent = kIndent;
  for (std::size_t i = 0; i < input.own.size(); ++i) {
    Expectation next = after(input.own[i], cases, input.now);
    indent = file->indent(i);
    if (next.cases.empty()) {
      file->remove(i);
      ++updated.removed;
      continue;
    }
    const bool same = next.cases == input.own[i].cases && next.expires == input.own[i].expires;
    ++(same ? updated.kept : updated.changed);
    if (!same) {
      file->replace(i, entry_text(next, indent));
    }
    known.push_back(std::move(next));
  }
  const Expectations covered{known, input.now, input.strict};
  for (const Expectation& one : new_entries(cases, covered, new_expiry(input.now))) {
    file->append(one.flaky, entry_text(one, indent));
    ++updated.added;
  }
  updated.text = file->text();
  return updated;
}

}  // namespace jobrig::expectations
