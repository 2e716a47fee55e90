#include "compare/runs.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/quote.h"
#include "model/conformance_words.h"
#include "report/plain_text.h"
#include "report/record_times.h"
#include "report/tally.h"

namespace jobrig::compare {
namespace {

using model::CaseResult;
using model::Verdict;

constexpr std::array kChanges{
    ChangeRow{Change::kNewFailure, "new-failure", "new failure", "new failures", true},
    ChangeRow{Change::kVanished, "vanished", "vanished", "vanished", true},
    ChangeRow{Change::kNewlySkipped, "newly-skipped", "newly skipped", "newly skipped", true},
    ChangeRow{Change::kNewlyFlaky, "newly-flaky", "newly flaky", "newly flaky"},
    ChangeRow{Change::kNewlyExcused, "newly-excused", "newly excused", "newly excused"},
    ChangeRow{Change::kNewlyNonStrict, "newly-non-strict", "newly non-strict", "newly non-strict"},
    ChangeRow{Change::kSlower, "slower", "slower", "slower"},
    ChangeRow{Change::kFixed, "fixed", "fixed", "fixed"},
    ChangeRow{Change::kNewlyJudged, "newly-judged", "newly judged", "newly judged"},
};

enum class State : std::uint8_t { kAbsent, kSkipped, kPassed, kNonStrict, kExcused, kFlaky, kFailed };

/// All repeats of a case in one run.
struct CaseState {
  State state = State::kAbsent;
  std::string words = "absent";
  const CaseResult* told = nullptr;  // the repeat that explains the state
  bool crashed = false;
  std::chrono::nanoseconds time{0};  // of the fastest repeat
};

std::string words_of(Verdict verdict) {
  std::string words(row_of(verdict).title);
  words.front() = base::to_lower(words.front());
  return words;
}

/// A failure that may be due to chance. A crash is a failure, however often it happens.
bool may_be_flaky(const CaseResult& result) {
  return !result.record.crashed && (result.verdict == Verdict::kFailed || result.verdict == Verdict::kNotCalled);
}

State state_of_green(const CaseResult& result) {
  if (!result.expected.empty()) {
    return State::kExcused;
  }
  return result.verdict == Verdict::kNonStrict ? State::kNonStrict
         : result.verdict == Verdict::kSkipped ? State::kSkipped
                                               : State::kPassed;
}

/// The first repeat for which `holds` is true, or null.
template <typename Holds>
const CaseResult* first_of(const std::vector<const CaseResult*>& results, const Holds& holds) {
  const auto found = std::find_if(results.begin(), results.end(), [&](const CaseResult* one) { return holds(*one); });
  return found == results.end() ? nullptr : *found;
}

CaseState state_of(const std::vector<const CaseResult*>& results) {
  CaseState state;
  if (results.empty()) {
    return state;
  }
  state.time = report::record_length(results.front()->record);
  std::size_t red = 0;
  for (const CaseResult* const one : results) {
    red += report::is_red(*one) ? 1 : 0;
    state.crashed = state.crashed || one->record.crashed;
    state.time = std::min(state.time, report::record_length(one->record));
  }
  if (red > 0) {
    const CaseResult* const hard =
        first_of(results, [](const CaseResult& one) { return report::is_red(one) && !may_be_flaky(one); });
    state.state = red == results.size() || hard != nullptr ? State::kFailed : State::kFlaky;
    state.told = hard != nullptr ? hard : first_of(results, report::is_red);
    state.words = words_of(state.told->verdict);
    state.words += red == results.size()
                       ? ""
                       : " in " + std::to_string(red) + " of " + std::to_string(results.size()) + " repeats";
    return state;
  }
  // The state that is furthest from a pass, unless only some repeats are skipped.
  for (const State one : {State::kExcused, State::kNonStrict, State::kPassed, State::kSkipped}) {
    state.told = first_of(results, [&](const CaseResult& result) { return state_of_green(result) == one; });
    if (state.told != nullptr) {
      state.state = one;
      break;
    }
  }
  state.words = state.state == State::kExcused
                    ? words_of(state.told->verdict) + ", " + std::string(report::known_word(*state.told))
                    : words_of(state.told->verdict);
  return state;
}

bool passes(State state) { return state == State::kPassed || state == State::kNonStrict; }

/// Whether the case takes noticeably longer.
bool is_slower(const CaseState& before, const CaseState& now) {
  return now.time >= before.time * kSlowerFactor && now.time - before.time >= kSlowerBy;
}

std::optional<Change> change_of(const CaseState& before, const CaseState& now) {
  switch (now.state) {
    case State::kAbsent:
      return Change::kVanished;
    case State::kSkipped:
      return before.state == State::kSkipped || before.state == State::kAbsent ? std::nullopt
                                                                               : std::optional(Change::kNewlySkipped);
    case State::kFailed: {
      const bool failed = before.state == State::kFailed || before.state == State::kFlaky;
      return failed && (before.crashed || !now.crashed) ? std::nullopt : std::optional(Change::kNewFailure);
    }
    case State::kFlaky:
      return before.state == State::kFailed || before.state == State::kFlaky ? std::nullopt
                                                                             : std::optional(Change::kNewlyFlaky);
    case State::kExcused:
      return passes(before.state) ? std::optional(Change::kNewlyExcused) : std::nullopt;
    case State::kPassed:
    case State::kNonStrict:
      break;
  }
  if (before.state == State::kAbsent || before.state == State::kSkipped) {
    return Change::kNewlyJudged;
  }
  if (!passes(before.state)) {
    // A flaky case that is listed as one may pass.
    return before.state == State::kExcused && now.told->known_flaky ? std::nullopt : std::optional(Change::kFixed);
  }
  if (now.state == State::kNonStrict && before.state == State::kPassed) {
    return Change::kNewlyNonStrict;
  }
  return is_slower(before, now) ? std::optional(Change::kSlower) : std::nullopt;
}

std::string time_words(std::chrono::nanoseconds time) {
  return report::milliseconds_text(std::chrono::duration<double, std::milli>(time).count());
}

std::string detail_of(Change change, const CaseState& before, const CaseState& now) {
  if (change == Change::kSlower) {
    return time_words(before.time) + ", then " + time_words(now.time);
  }
  if (change == Change::kNewlyExcused) {
    return report::known_reason(*now.told);
  }
  return now.told == nullptr ? "" : now.told->reason;
}

using ByCase = std::map<std::string_view, std::vector<const CaseResult*>>;

void collect(const model::RunResult& run, ByCase& cases, std::set<std::string_view>& names) {
  for (const CaseResult& result : run.results) {
    cases[result.name].push_back(&result);
    names.insert(result.name);
  }
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

/// The words of `some` that `others` lacks.
std::vector<std::string> missing_words(std::vector<std::string> some, const std::vector<std::string>& others) {
  std::erase_if(some,
                [&](const std::string& word) { return std::find(others.begin(), others.end(), word) != others.end(); });
  return some;
}

std::vector<std::string> notes_on(const model::RunResult& last, const model::RunResult& now) {
  std::vector<std::string> notes;
  if (last.client.name != now.client.name) {
    notes.push_back("the runs are of different clients: " + report::client_title(last.client) + ", then " +
                    report::client_title(now.client));
  }
  if (const auto gone = missing_words(last.client.features, now.client.features); !gone.empty()) {
    notes.push_back("the client no longer declares " + listed(gone));
  }
  if (const auto added = missing_words(now.client.features, last.client.features); !added.empty()) {
    notes.push_back("the client now declares " + listed(added));
  }
  if (last.strict != now.strict) {
    notes.emplace_back(now.strict ? "only the new run is strict" : "only the last run is strict");
  }
  for (const auto& [run, words] : {std::pair(&last, "the last run"), std::pair(&now, "the new run")}) {
    if (run->interrupted) {
      notes.push_back(std::string(words) + " was interrupted");
    }
    if (run->shard) {
      notes.push_back(std::string(words) + " is shard " + std::to_string(run->shard->index) + " of " +
                      std::to_string(run->shard->count) + "; join shards with jobrig report --merge");
    }
  }
  if (last.jobrig_version != now.jobrig_version) {
    notes.push_back("the runs are of jobrig " + last.jobrig_version + ", then " + now.jobrig_version);
  }
  return notes;
}

}  // namespace

std::span<const ChangeRow> changes() { return kChanges; }

const ChangeRow& row_of(Change change) {
  return *std::find_if(kChanges.begin(), kChanges.end(), [&](const ChangeRow& row) { return row.change == change; });
}

Comparison compare_runs(const model::RunResult& last, const model::RunResult& now) {
  Comparison comparison{now.client, now.began, last.client, last.began, {}, 0, notes_on(last, now)};
  ByCase before;
  ByCase after;
  std::set<std::string_view> names;
  collect(last, before, names);
  collect(now, after, names);
  for (const std::string_view name : names) {
    const CaseState was = state_of(before[name]);
    const CaseState is = state_of(after[name]);
    if (const auto change = change_of(was, is)) {
      comparison.changes.push_back({*change, std::string(name), was.words, is.words, detail_of(*change, was, is)});
    } else {
      ++comparison.unchanged;
    }
  }
  std::stable_sort(comparison.changes.begin(), comparison.changes.end(),
                   [](const CaseChange& one, const CaseChange& other) { return one.change < other.change; });
  return comparison;
}

base::Result<std::vector<Comparison>> compare_reports(std::span<const model::RunResult> last,
                                                      std::span<const model::RunResult> now) {
  std::vector<Comparison> comparisons;
  if (last.size() == 1 && now.size() == 1) {
    comparisons.push_back(compare_runs(last.front(), now.front()));
    return comparisons;
  }
  const auto only_run_of = [](std::span<const model::RunResult> runs, const std::string& client) {
    const auto is_one = [&](const model::RunResult& run) { return run.client.name == client; };
    const auto run = std::find_if(runs.begin(), runs.end(), is_one);
    return std::count_if(runs.begin(), runs.end(), is_one) == 1 ? &*run : nullptr;
  };
  for (const auto runs : {now, last}) {
    for (const model::RunResult& run : runs) {
      if (only_run_of(last, run.client.name) == nullptr || only_run_of(now, run.client.name) == nullptr) {
        return base::Error{"the last and the new results must each have one run of the client " +
                           base::quoted(run.client.name)};
      }
    }
  }
  for (const model::RunResult& run : now) {
    comparisons.push_back(compare_runs(*only_run_of(last, run.client.name), run));
  }
  return comparisons;
}

std::size_t count_of(const Comparison& comparison, Change change) {
  return static_cast<std::size_t>(std::count_if(comparison.changes.begin(), comparison.changes.end(),
                                                [&](const CaseChange& one) { return one.change == change; }));
}

std::size_t regressions(const Comparison& comparison) {
  return static_cast<std::size_t>(std::count_if(comparison.changes.begin(), comparison.changes.end(),
                                                [](const CaseChange& one) { return row_of(one.change).regression; }));
}

}  // namespace jobrig::compare
