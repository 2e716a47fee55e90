// The HTML page as text: what it is made of, that nothing in a run becomes markup or script, how large it gets. How it
// looks and behaves is tests/browser/'s.
#include "report/html/page.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "contract/embedded_files.h"
#include "report/html/data.h"
#include "report/html/matrix.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/reporting.h"
#include "support/run_fixture.h"

using namespace jobrig;
using nlohmann::json;

namespace {

std::vector<model::RunResult> two_runs() { return {test::every_verdict_run(), test::other_client_run()}; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// The files of html/ and those that all pages share.
std::vector<contract::EmbeddedFile> files_of_pages() {
  std::vector<contract::EmbeddedFile> files;
  for (const auto& some : {contract::embedded_common_page_files(), contract::embedded_page_files()}) {
    files.insert(files.end(), some.begin(), some.end());
  }
  return files;
}

/// The page with `[NAME]` where its files stand in it.
std::string without_files(std::string page) {
  for (const contract::EmbeddedFile& file : files_of_pages()) {
    const std::size_t at = page.find(file.text);
    if (at != std::string::npos) {
      page.replace(at, file.text.size(), "[" + std::string(file.path) + "]");
    }
  }
  return page;
}

json data_of(const std::vector<model::RunResult>& runs, std::size_t most_bytes = 4096) {
  return json::parse(report::html::html_data(runs, report::html::matrix_of(runs), {most_bytes, most_bytes}));
}

}  // namespace

TEST_CASE("the HTML report is the golden one around its style and script", "[report][golden]") {
  const std::string text = without_files(test::report_as("html", two_runs()));
  CHECK(text == test::golden("report.html", text));
}

TEST_CASE("every file of the page is in it and none holds what would end its element", "[report]") {
  const std::string page = report::html::run_html(two_runs());
  for (const contract::EmbeddedFile& file : files_of_pages()) {
    CAPTURE(file.path);
    const std::string text(file.text);
    if (file.path != "page.html") {
      CHECK(contains(page, text));
      CHECK_FALSE(contains(text, "</"));
      CHECK_FALSE(contains(text, "{{"));
    }
    // Nothing is loaded from anywhere; the one address is the name of SVG's namespace.
    CHECK(count(text, "http:") == count(text, "'http://www.w3.org/2000/svg'"));
    CHECK_FALSE(contains(text, "https:"));
    CHECK_FALSE(contains(text, "url("));
    CHECK_FALSE(contains(text, "@import"));
    CHECK_FALSE(contains(text, "innerHTML"));
  }
  CHECK_FALSE(contains(page, "{{"));
  CHECK(contains(page, "default-src 'none'"));
}

TEST_CASE("no text of a run becomes markup or script in the page", "[report]") {
  const std::string attack = "</script><script>boom()</script><img src=x onerror=boom()>\"'><!--{{data}}";
  auto runs = two_runs();
  const std::string harmless = report::html::run_html(runs);
  model::RunResult& run = runs[0];
  run.client = {"c" + attack, "1" + attack, attack, {attack}};
  run.problems[0] = {attack, attack, attack};
  for (model::CaseResult& result : run.results) {
    result.summary = result.requirement = result.source = result.reason = result.replay = attack;
    result.name = "area" + attack + "/" + result.name;
    result.expected = attack;
    for (model::Exchange& exchange : result.record.exchanges) {
      exchange.request = exchange.answer = exchange.decision.rule = attack;
    }
  }
  const std::string page = report::html::run_html(runs);
  CHECK(count(page, "<script") == count(harmless, "<script"));
  CHECK(count(page, "</script") == count(harmless, "</script"));
  CHECK(count(page, "<img") == 0);
  CHECK(count(page, "<!--") == 0);
  CHECK(contains(page, "&lt;img src=x onerror=boom()&gt;&quot;&#39;&gt;"));
  // And the data says what it said.
  CHECK(data_of(runs).at("clients").at(0).get<std::string>().rfind("c</script>", 0) == 0);
}

TEST_CASE("cases of several runs stand side by side", "[report]") {
  const auto runs = two_runs();
  const auto matrix = report::html::matrix_of(runs);
  REQUIRE(matrix.size() == 6);
  CHECK(matrix[0].name == "broken-success");
  const report::html::MatrixRow& retried = matrix[2].rows.at(1);
  CHECK(retried.first->name == "retry/503-then-ok");
  CHECK(retried.cells.at(0).size() == 2);
  CHECK(retried.cells.at(1).size() == 1);
  const report::html::MatrixRow& skipped = matrix[5].rows.at(0);
  CHECK(skipped.cells.at(1).empty());
  CHECK(report::html::worst_of(skipped.cells[1]) == nullptr);
}

TEST_CASE("of repeats that differ the worst is shown and each verdict told once", "[report]") {
  model::CaseResult passed;
  model::CaseResult failed;
  failed.verdict = model::Verdict::kFailed;
  model::CaseResult known = failed;
  known.verdict = model::Verdict::kTimedOut;
  known.expected = "expected: it waits";
  const report::html::MatrixCell cell{&passed, &known, &failed, &passed, &failed};
  CHECK(report::html::worst_of(cell) == &failed);
  CHECK(report::html::told_of(cell) == report::html::MatrixCell{&failed, &known, &passed});
  CHECK(report::html::is_flaky(cell));
  CHECK_FALSE(report::html::is_flaky({&passed, &passed}));
  CHECK_FALSE(report::html::is_flaky({}));
}

TEST_CASE("long bytes are cut between characters and it is said how many are missing", "[report]") {
  auto runs = two_runs();
  runs.resize(1);
  runs[0].results.resize(1);
  std::string text = "ab";
  for (int i = 0; i < 100; ++i) {
    text += "ä";
  }
  const auto answer = [&](std::size_t most) {
    runs[0].results[0].record.exchanges[0].answer = text;
    return data_of(runs, most).at("cases").at(0).at("cells").at(0).at(0).at("exchanges").at(0).at("answer");
  };
  CHECK(answer(202) == json({{"size", 202}, {"head", text}}));
  for (std::size_t most = 40; most < 44; ++most) {
    CAPTURE(most);
    const json cut = answer(most);
    const auto head = cut.at("head").get<std::string>();
    const auto tail = cut.at("tail").get<std::string>();
    CHECK(text.rfind(head, 0) == 0);
    CHECK(text.substr(text.size() - tail.size()) == tail);
    CHECK(head.size() + tail.size() + cut.at("left_out").get<std::size_t>() == text.size());
    CHECK(head.size() + tail.size() <= most);
  }
  text.assign(100, '\xbf');
  CHECK(answer(40).at("head_base64").get<std::string>().size() == 36);
}

TEST_CASE("messages of failed cases are cut after those of the others", "[report]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run()};
  const auto matrix = report::html::matrix_of(runs);
  const json data = json::parse(report::html::html_data(runs, matrix, {4096, 16}));
  for (const json& one : data["cases"]) {
    const json& result = one["cells"][0][0];
    for (const json& exchange : result["exchanges"]) {
      CAPTURE(one["name"].get<std::string>());
      CHECK(exchange["request"].contains("left_out") == !result["red"].get<bool>());
    }
  }
}

TEST_CASE("two hundred cases of four clients are a page of less than five million bytes", "[report]") {
  std::vector<model::RunResult> runs;
  for (const char* const client : {"a", "b", "c", "d"}) {
    runs.push_back(test::big_run(client, 200));
    for (model::CaseResult& result : runs.back().results) {
      for (model::Exchange& exchange : result.record.exchanges) {
        exchange.answer.append(3000, 'x');
      }
    }
  }
  CHECK(report::html::run_html(runs).size() < report::html::kMaxPage);
}

TEST_CASE("a report on no runs is a page too", "[report]") {
  const std::string page = report::html::run_html({});
  CHECK(contains(page, "report: 0 cases against 0 clients</p>\n<h1>No answer: the page has no runs.</h1>"));
  CHECK(data_of({}).at("cases").empty());
}
