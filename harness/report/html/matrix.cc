#include "report/html/matrix.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "model/conformance_words.h"
#include "report/tally.h"

namespace jobrig::report::html {
namespace {

/// Smaller is worse: results that fail the run first, then in the order of the table of verdicts.
std::pair<bool, std::size_t> weight(const model::CaseResult& result) {
  const auto rows = model::verdicts();
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.verdict == result.verdict; });
  return {!is_red(result), static_cast<std::size_t>(row - rows.begin())};
}

}  // namespace

std::vector<MatrixArea> matrix_of(std::span<const model::RunResult> runs) {
  std::map<std::string, std::map<std::string, MatrixRow>> areas;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (const model::CaseResult& result : runs[i].results) {
      MatrixRow& row = areas[area_of(result)][result.name];
      row.first = row.first == nullptr ? &result : row.first;
      row.cells.resize(runs.size());
      row.cells[i].push_back(&result);
    }
  }
  std::vector<MatrixArea> matrix;
  for (auto& [name, rows] : areas) {
    MatrixArea area{name, {}};
    for (auto& [case_name, row] : rows) {
      area.rows.push_back(std::move(row));
    }
    matrix.push_back(std::move(area));
  }
  return matrix;
}

const model::CaseResult* worst_of(const MatrixCell& cell) {
  const auto worst = std::min_element(cell.begin(), cell.end(),
                                      [](const auto* one, const auto* other) { return weight(*one) < weight(*other); });
  return worst == cell.end() ? nullptr : *worst;
}

std::vector<const model::CaseResult*> told_of(const MatrixCell& cell) {
  std::map<std::pair<bool, std::size_t>, const model::CaseResult*> first;
  for (const model::CaseResult* result : cell) {
    first.emplace(weight(*result), result);
  }
  std::vector<const model::CaseResult*> told;
  std::transform(first.begin(), first.end(), std::back_inserter(told), [](const auto& one) { return one.second; });
  return told;
}

bool is_flaky(const MatrixCell& cell) {
  return std::any_of(cell.begin(), cell.end(),
                     [&](const auto* result) { return result->verdict != cell.front()->verdict; });
}

}  // namespace jobrig::report::html
