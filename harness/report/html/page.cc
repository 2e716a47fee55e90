#include "report/html/page.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "contract/embedded_files.h"
#include "model/conformance_words.h"
#include "report/html/data.h"
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

std::string clients_body(std::span<const model::RunResult> runs) {
  const auto columns = verdicts_of(runs);
  std::string html;
  for (const model::RunResult& run : runs) {
    const Tally tally = report::tally_of(run);
    html += "<tr><th scope=\"row\"><span class=\"client\">" + html_text(client_title(run.client)) + "</span>" +
            facts_of(run) + "</th><td class=\"share\">" + verdict_bar(tally) + "</td>";
    for (const VerdictRow& row : columns) {
      const std::size_t count = tally.of(row.verdict);
      html += "<td class=\"number" + std::string(count == 0 ? " zero" : "") + "\">" + std::to_string(count) + "</td>";
    }
    html += "<td class=\"number\">" + std::to_string(tally.all) + "</td><td class=\"number\">" +
            milliseconds_text(std::chrono::duration<double, std::milli>(run.took).count()) + "</td></tr>\n";
  }
  return html;
}

std::string problems_section(std::span<const model::RunResult> runs) {
  std::string items;
  for (const model::RunResult& run : runs) {
    const std::string client = " <span class=\"quiet\">" + html_text(client_title(run.client)) + "</span></li>\n";
    for (const model::RunProblem& problem : run.problems) {
      items += "<li><strong>" + html_text(problem.what) + "</strong> " + html_text(problem.where) +
               (problem.detail.empty() ? "" : ": " + html_text(problem.detail)) + client;
    }
    items += run.interrupted ? "<li><strong>interrupted</strong> not all cases were run" + client : "";
  }
  return items.empty() ? items
                       : "<section class=\"problems\"><h2>Problems in the run</h2><ul>" + items + "</ul></section>";
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

std::string_view page_file(std::string_view name) {
  const auto files = contract::embedded_page_files();
  const auto file = std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.path == name; });
  return file == files.end() ? std::string_view() : file->text;
}

/// Returns the page with each `{{NAME}}` replaced, in one pass: inserted text is not scanned again. A NAME that is not
/// in `parts` is a file of html/.
std::string filled(std::string_view page, const std::map<std::string_view, std::string>& parts) {
  std::string text;
  while (true) {
    const std::size_t begin = page.find("{{");
    text += page.substr(0, begin);
    if (begin == std::string_view::npos) {
      return text;
    }
    page.remove_prefix(begin + 2);
    const std::string_view name = page.substr(0, page.find("}}"));
    page.remove_prefix(std::min(name.size() + 2, page.size()));
    const auto part = parts.find(name);
    text += part == parts.end() ? page_file(name) : std::string_view(part->second);
  }
}

}  // namespace

std::string run_html(std::span<const model::RunResult> runs) {
  const auto matrix = matrix_of(runs);
  std::string data;
  for (const std::size_t most_bytes : {4096U, 2048U, 1024U, 512U, 256U}) {
    data = html_data(runs, matrix, most_bytes);
    if (data.size() <= kMaxPage * 9 / 10) {  // the rest is for table, style and script
      break;
    }
  }
  return filled(page_file("page.html"), {{"headline", html_text(headline(runs, matrix))},
                                         {"clients_head", clients_head(runs)},
                                         {"clients_body", clients_body(runs)},
                                         {"problems", problems_section(runs)},
                                         {"verdict_filters", verdict_filters(runs)},
                                         {"area_options", area_options(matrix)},
                                         {"matrix_head", table_head(runs)},
                                         {"matrix_body", table_body(runs, matrix)},
                                         {"data", data}});
}

}  // namespace jobrig::report::html
