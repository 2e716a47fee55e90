#include "report/catalogue.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "report/formats/run_ctrf.h"
#include "report/formats/run_github.h"
#include "report/formats/run_har.h"
#include "report/formats/run_junit.h"
#include "report/formats/run_markdown.h"
#include "report/formats/run_sarif.h"
#include "report/html/page.h"
#include "report/redaction.h"
#include "report/run_json.h"
#include "report/run_text.h"

namespace jobrig::report {
namespace {

std::string write_text(std::span<const model::RunResult> runs) {
  return run_text(runs, {false, TextDetail::kFailures});
}
std::string write_json(std::span<const model::RunResult> runs) { return run_json(runs); }
std::string write_markdown(std::span<const model::RunResult> runs) { return formats::run_markdown(runs); }

constexpr CommandEscapes kJsonEscapes{"", "\\u0023"};
constexpr CommandEscapes kXmlEscapes{"&#58;", "&#35;"};
constexpr CommandEscapes kGithubEscapes{"", kTextEscapes.number_sign};  // its lines are commands

constexpr std::array kFormats{
    FormatRow{"text", "--text", "write text: failures in full, then the counts", write_text, kTextEscapes},
    FormatRow{"json", "--json", "write JSON, for jobrig report and other programs", write_json, kJsonEscapes},
    FormatRow{"html", "--html", "write an HTML page that compares the clients", html::run_html, {"", ""}},
    FormatRow{"junit", "--junit", "write JUnit XML, for CI systems", formats::run_junit, kXmlEscapes},
    FormatRow{"ctrf", "--ctrf", "write CTRF JSON, for dashboards of test results", formats::run_ctrf, kJsonEscapes},
    FormatRow{"sarif", "--sarif", "write SARIF, for code hosts", formats::run_sarif, kJsonEscapes},
    FormatRow{"markdown", "--markdown", "write Markdown, for a GitHub step summary or a comment", write_markdown,
              kTextEscapes},
    FormatRow{"github", "--github", "write GitHub annotations (workflow commands)", formats::run_github,
              kGithubEscapes},
    FormatRow{"har", "--har", "write an HTTP Archive (HAR) of every exchange", formats::run_har, kJsonEscapes},
};

std::vector<model::RunResult> all_redacted(std::span<const model::RunResult> runs) {
  std::vector<model::RunResult> clean;
  clean.reserve(runs.size());
  std::transform(runs.begin(), runs.end(), std::back_inserter(clean),
                 [](const model::RunResult& run) { return redacted(run); });
  return clean;
}

}  // namespace

std::span<const FormatRow> catalogue() { return kFormats; }

std::string write_report(const FormatRow& format, std::span<const model::RunResult> runs) {
  return without_commands(format.write(all_redacted(runs)), format.escapes);
}

std::string terminal_text(std::span<const model::RunResult> runs, const TextStyle& style) {
  return without_commands(run_text(all_redacted(runs), style));
}

}  // namespace jobrig::report
