#include "report/html/table.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "model/conformance_words.h"
#include "report/html/text.h"
#include "report/tally.h"

namespace jobrig::report::html {
namespace {

using model::VerdictRow;

std::string cell(const MatrixCell& results, const std::string& name, const std::string& client, std::size_t row,
                 std::size_t run) {
  const model::CaseResult* const worst = worst_of(results);
  if (worst == nullptr) {
    return R"(<td class="none"><span aria-hidden="true">·</span><span class="unseen">not run</span></td>)";
  }
  const VerdictRow& verdict = row_of(worst->verdict);
  const bool known = !worst->expected.empty() && !is_red(*worst);
  std::string more = known ? "known" : "";
  more += is_flaky(results) ? (known ? ", flaky" : "flaky") : "";
  return "<td><button type=\"button\" class=\"cell v-" + std::string(verdict.word) + (known ? " known" : "") +
         "\" data-case=\"" + std::to_string(row) + "\" data-run=\"" + std::to_string(run) +
         "\" aria-expanded=\"false\" aria-label=\"" + std::string(verdict.title) +
         (more.empty() ? "" : " (" + more + ")") + ": " + html_text(name) + ", " + html_text(client) +
         "\"><span class=\"mark\">" + verdict_mark(worst->verdict) + "</span><span class=\"word\">" +
         std::string(verdict.title) + "</span>" + (more.empty() ? "" : "<span class=\"more\">" + more + "</span>") +
         "</button></td>";
}

std::string words_of(const MatrixRow& row) {
  std::string words;
  for (const MatrixCell& one : row.cells) {
    for (const model::CaseResult* result : told_of(one)) {
      words += (words.empty() ? "" : " ") + std::string(row_of(result->verdict).word);
    }
  }
  return words;
}

std::string matrix_row(const MatrixRow& row, std::span<const std::string> clients, std::size_t number) {
  const std::string name = row.first->name;
  const std::size_t slash = name.find('/');
  const std::string prefix = slash == std::string::npos ? "" : name.substr(0, slash + 1);
  const std::string level(word_of(row.first->level));
  std::string html = "<tr data-case=\"" + std::to_string(number) + "\" data-level=\"" + level + "\" data-verdicts=\"" +
                     words_of(row) + "\"><th scope=\"row\"><span class=\"unseen\">" + html_text(prefix) +
                     "</span><span class=\"name\">" + html_text(name.substr(prefix.size())) +
                     "</span> <span class=\"summary\">" + html_text(row.first->summary) +
                     "</span></th><td class=\"level level-" + level + "\">" + level + "</td>";
  for (std::size_t run = 0; run < row.cells.size(); ++run) {
    html += cell(row.cells[run], name, clients[run], number, run);
  }
  return html + "</tr>\n";
}

/// The tally of one run in an area.
Tally tally_of(const MatrixArea& area, std::size_t run) {
  Tally tally;
  for (const MatrixRow& row : area.rows) {
    if (const model::CaseResult* const worst = worst_of(row.cells[run])) {
      ++tally.counts[static_cast<std::size_t>(worst->verdict)];
      ++tally.all;
    }
  }
  return tally;
}

}  // namespace

std::string table_head(std::span<const model::RunResult> runs) {
  std::string html;
  for (const model::RunResult& run : runs) {
    const std::string name = run.client.name.empty() ? client_title(run.client) : run.client.name;
    const std::string title = client_title(run.client);
    html += "<th scope=\"col\" class=\"client\"><span class=\"text\"><span class=\"name\">" + html_text(name) +
            "</span>" +
            (title.size() > name.size() && title.starts_with(name)
                 ? " <span class=\"version\">" + html_text(title.substr(name.size() + 1)) + "</span>"
                 : "") +
            "</span></th>";
  }
  return html;
}

std::string table_body(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix) {
  std::vector<std::string> clients;
  std::transform(runs.begin(), runs.end(), std::back_inserter(clients),
                 [](const model::RunResult& run) { return client_title(run.client); });
  std::string html;
  std::size_t number = 0;
  for (const MatrixArea& area : matrix) {
    const std::string count = std::to_string(area.rows.size()) + (area.rows.size() == 1 ? " case" : " cases");
    html += "<tbody data-area=\"" + html_text(area.name) +
            "\"><tr class=\"area\"><th scope=\"rowgroup\" colspan=\"2\">" +
            "<button type=\"button\" class=\"fold\" aria-expanded=\"true\"><span class=\"arrow\" "
            "aria-hidden=\"true\"></span>" +
            html_text(area.name) + " <span class=\"quiet\">" + count + "</span></button></th>";
    for (std::size_t run = 0; run < runs.size(); ++run) {
      const Tally tally = tally_of(area, run);
      html += "<td>" + verdict_bar(tally) + "<span class=\"quiet\">" +
              std::to_string(tally.of(model::Verdict::kPassed)) + "/" + std::to_string(tally.all) +
              "<span class=\"unseen\"> passed</span></span></td>";
    }
    html += "</tr>\n";
    for (const MatrixRow& row : area.rows) {
      html += matrix_row(row, clients, number++);
    }
    html += "</tbody>\n";
  }
  return html;
}

}  // namespace jobrig::report::html
