#include "report/html/page.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "contract/page_template.h"
#include "model/conformance_words.h"
#include "report/html/answer.h"
#include "report/html/data.h"
#include "report/html/findings.h"
#include "report/html/matrix.h"
#include "report/html/table.h"
#include "report/html/text.h"
#include "report/plain_text.h"
#include "report/tally.h"

namespace jobrig::report::html {
namespace {

using model::VerdictRow;

/// The verdicts that occur, worst first: only these have columns and filters.
std::vector<VerdictRow> verdicts_of(std::span<const model::RunResult> runs) {
  std::vector<VerdictRow> present;
  for (const VerdictRow& row : model::verdicts()) {
    if (std::any_of(runs.begin(), runs.end(),
                    [&](const auto& run) { return report::tally_of(run).of(row.verdict) > 0; })) {
      present.push_back(row);
    }
  }
  return present;
}

/// The marks of the table with what they mean, also those of cells that are not a verdict.
std::string legend(std::span<const model::RunResult> runs) {
  constexpr std::array<std::pair<const char*, const char*>, 8> kMeanings{
      {{"passed", "every requirement was met"},
       {"non-strict", "only a SHOULD was not met"},
       {"failed", "a MUST was not met"},
       {"informational", "for information only"},
       {"skipped", "not judged"},
       {"timed-out", "the client was stopped at the deadline"},
       {"not-called", "the client sent no request"},
       {"harness-error", "jobrig could not run the case"}}};
  std::string html = "<details class=\"legend\"><summary>Legend</summary><dl>";
  const auto add = [&](const std::string& mark, std::string_view title, std::string_view meaning) {
    html += "<div><dt>" + mark + " " + std::string(title) + "</dt><dd>" + std::string(meaning) + "</dd></div>";
  };
  for (const VerdictRow& row : verdicts_of(runs)) {
    const auto* const meaning =
        std::find_if(kMeanings.begin(), kMeanings.end(), [&](const auto& one) { return one.first == row.word; });
    add("<span class=\"mark v-" + std::string(row.word) + "\" aria-hidden=\"true\">" + verdict_mark(row.verdict) +
            "</span>",
        row.title, meaning == kMeanings.end() ? "" : meaning->second);
  }
  add("<span class=\"more\">known</span>", "", "a failure that the list of known failures excuses");
  add("<span class=\"more\">flaky</span>", "", "repeats have different verdicts; the worst is shown");
  add("·", "", "the run did not include the case");
  add("1/2", "", "passed cases of all cases of the area");
  return html + "</dl></details>";
}

std::string clients_head(std::span<const model::RunResult> runs) {
  std::string html;
  for (const VerdictRow& row : verdicts_of(runs)) {
    html += "<th scope=\"col\" class=\"number\"><span class=\"mark v-" + std::string(row.word) +
            "\" aria-hidden=\"true\">" + verdict_mark(row.verdict) + "</span> " + std::string(row.title) + "</th>";
  }
  return html;
}

std::string facts_of(const model::RunResult& run) {
  std::string features;
  for (const std::string& feature : run.client.features) {
    features += (features.empty() ? "" : ", ") + feature;
  }
  const model::MustCoverage coverage = model::must_coverage(run);
  const std::array<std::pair<const char*, std::string>, 7> facts{
      {{"Version", run.client.version},
       {"Started as", run.client.command},
       {"Features", features},
       {"Requirements", must_text(coverage, coverage.not_judged.size())},
       {"Began", base::format_instant(run.began)},
       {"Seed", std::to_string(run.seed)},
       {"jobrig", run.jobrig_version + (run.strict ? ", strict" : "")}}};
  std::string html = "<details class=\"facts\"><summary>About this run</summary><dl>";
  for (const auto& [name, value] : facts) {
    if (!value.empty()) {
      html += "<div><dt>" + std::string(name) + "</dt><dd>" + html_text(value) + "</dd></div>";
    }
  }
  return html + "</dl></details>";
}

/// The label shows on narrow screens, where the cells are stacked without the head of the table.
std::string number_cell(std::string_view label, const std::string& value, bool zero) {
  return "<td class=\"number" + std::string(zero ? " zero" : "") + "\"><span class=\"label\" aria-hidden=\"true\">" +
         std::string(label) + "</span>" + value + "</td>";
}

std::string clients_body(std::span<const model::RunResult> runs) {
  const auto columns = verdicts_of(runs);
  std::string html;
  for (const model::RunResult& run : runs) {
    const Tally tally = report::tally_of(run);
    html += "<tr><th scope=\"row\"><span class=\"client\">" + html_text(client_title(run.client)) + "</span>" +
            facts_of(run) + "</th><td class=\"share\">" + verdict_bar(tally) + "</td>";
    for (const VerdictRow& row : columns) {
      const std::size_t count = tally.of(row.verdict);
      html += number_cell(row.title, std::to_string(count), count == 0);
    }
    html += number_cell("All", std::to_string(tally.all), false) +
            number_cell("Took", milliseconds_text(std::chrono::duration<double, std::milli>(run.took).count()), false) +
            "</tr>\n";
  }
  return html;
}

std::string verdict_filter(const VerdictRow& row) {
  const std::string word(row.word);
  return "<label class=\"chip\"><input type=\"checkbox\" name=\"verdict\" value=\"" + word +
         "\"><span><span class=\"mark v-" + word + "\" aria-hidden=\"true\">" + verdict_mark(row.verdict) + "</span> " +
         std::string(row.title) + "</span></label>\n";
}

std::string verdict_filters(std::span<const model::RunResult> runs) {
  std::string html;
  for (const VerdictRow& row : verdicts_of(runs)) {
    html += verdict_filter(row);
  }
  return html;
}

std::string area_options(std::span<const MatrixArea> matrix) {
  std::string html;
  for (const MatrixArea& area : matrix) {
    html += "<option>" + html_text(area.name) + "</option>";
  }
  return html;
}

std::string headline(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix) {
  std::size_t rows = 0;
  for (const MatrixArea& area : matrix) {
    rows += area.rows.size();
  }
  const std::string cases = std::to_string(rows) + (rows == 1 ? " case" : " cases");
  if (runs.size() == 1) {
    return cases + " against " + client_title(runs[0].client);
  }
  return cases + " against " + std::to_string(runs.size()) + " clients";
}

}  // namespace

std::string run_html(std::span<const model::RunResult> runs) {
  const auto matrix = matrix_of(runs);
  std::string data;
  // What failed is looked at first, so it is cut last.
  constexpr std::array<ByteLimits, 7> kLimits{
      {{4096, 4096}, {4096, 1024}, {4096, 512}, {4096, 256}, {1024, 256}, {512, 256}, {256, 256}}};
  for (const ByteLimits& limits : kLimits) {
    data = html_data(runs, matrix, limits);
    if (data.size() <= kMaxPage * 9 / 10) {  // the rest is for table, style and script
      break;
    }
  }
  return contract::fill_page(contract::embedded_page_files(), {{"headline", html_text(headline(runs, matrix))},
                                                               {"clients_head", clients_head(runs)},
                                                               {"clients_body", clients_body(runs)},
                                                               {"findings", findings(runs, matrix)},
                                                               {"answer", html_text(answer(runs))},
                                                               {"verdict_filters", verdict_filters(runs)},
                                                               {"legend", legend(runs)},
                                                               {"area_options", area_options(matrix)},
                                                               {"matrix_head", table_head(runs)},
                                                               {"matrix_body", table_body(runs, matrix)},
                                                               {"data", data}});
}

}  // namespace jobrig::report::html
