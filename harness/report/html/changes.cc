#include "report/html/changes.h"

#include "model/conformance_words.h"
#include "report/tally.h"

namespace jobrig::report::html {
namespace {

std::string title_of(const model::CaseResult* result) {
  return result == nullptr ? "not run" : std::string(model::row_of(result->verdict).title);
}

bool is_judged(const model::CaseResult* result) {
  return result != nullptr && result->verdict != model::Verdict::kSkipped &&
         result->verdict != model::Verdict::kHarnessError;
}

std::vector<Change>& list_of(const model::CaseResult* before, const model::CaseResult* now, Changes& changes) {
  const bool red_before = before != nullptr && is_red(*before);
  const bool red_now = now != nullptr && is_red(*now);
  if (red_now && !red_before) {
    return changes.worse;
  }
  if (is_judged(before) && !is_judged(now)) {
    return changes.lost;
  }
  return red_before && !red_now && is_judged(now) ? changes.better : changes.other;
}

}  // namespace

std::optional<std::size_t> previous_run(std::span<const model::RunResult> runs, std::size_t run) {
  std::optional<std::size_t> latest;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].client.name.empty() && runs[i].client.name == runs[run].client.name &&
        runs[i].began < runs[run].began && (!latest || runs[*latest].began < runs[i].began)) {
      latest = i;
    }
  }
  return latest;
}

Changes changes_between(std::span<const MatrixArea> matrix, std::size_t before, std::size_t now) {
  Changes changes;
  for (const MatrixArea& area : matrix) {
    for (const MatrixRow& row : area.rows) {
      const model::CaseResult* const old = worst_of(row.cells[before]);
      const model::CaseResult* const young = worst_of(row.cells[now]);
      if (title_of(old) != title_of(young) || (old != nullptr && young != nullptr && is_red(*old) != is_red(*young))) {
        list_of(old, young, changes).push_back({row.first->name, title_of(old), title_of(young)});
      }
    }
  }
  return changes;
}

}  // namespace jobrig::report::html
