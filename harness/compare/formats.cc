#include "compare/formats.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/units.h"
#include "report/markdown_text.h"
#include "report/plain_text.h"
#include "report/tally.h"

namespace jobrig::compare {
namespace {

using Json = nlohmann::ordered_json;
using report::one_line;

constexpr std::string_view kJsonFormat = "jobrig-comparison";
constexpr int kJsonVersion = 1;

constexpr std::array kFormats{
    ComparisonFormat{"--text", comparison_text, report::kTextEscapes},
    ComparisonFormat{"--json", comparison_json, {"", "\\u0023"}},
    ComparisonFormat{"--markdown", comparison_markdown, report::kTextEscapes},
};

std::string run_title(const model::ClientDescription& client, base::Instant began) {
  return report::client_title(client) + " of " + base::format_instant(began);
}

/// `was passed, is failed: REASON`.
std::string was_and_is(const CaseChange& one) {
  return "was " + one_line(one.before) + ", is " + one_line(one.now) +
         (one.detail.empty() ? "" : ": " + one_line(one.detail));
}

std::string counts_of(const Comparison& comparison, bool of_regressions) {
  std::string text;
  for (const ChangeRow& row : changes()) {
    const std::size_t count = count_of(comparison, row.change);
    if (count > 0 && row.regression == of_regressions) {
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(count == 1 ? row.one : row.many);
    }
  }
  return text;
}

Json run_json(const model::ClientDescription& client, base::Instant began) {
  return {{"client", client.name}, {"version", client.version}, {"began", base::format_instant(began)}};
}

Json comparison_tree(const Comparison& comparison) {
  Json list = Json::array();
  for (const CaseChange& one : comparison.changes) {
    const ChangeRow& row = row_of(one.change);
    list.push_back({{"case", one.name},
                    {"change", row.word},
                    {"regression", row.regression},
                    {"before", one.before},
                    {"now", one.now},
                    {"detail", one.detail}});
  }
  return {{"last", run_json(comparison.last_client, comparison.last_began)},
          {"now", run_json(comparison.client, comparison.began)},
          {"regressions", regressions(comparison)},
          {"unchanged", comparison.unchanged},
          {"changes", std::move(list)},
          {"notes", comparison.notes}};
}

}  // namespace

std::span<const ComparisonFormat> comparison_formats() { return kFormats; }

std::string summary_of(const Comparison& comparison) {
  const std::size_t count = regressions(comparison);
  const std::string others = counts_of(comparison, false);
  std::string text = count == 0   ? "no regressions"
                     : count == 1 ? "1 regression: " + counts_of(comparison, true)
                                  : std::to_string(count) + " regressions: " + counts_of(comparison, true);
  text += others.empty() ? "" : "; " + others;
  return text + "; " + std::to_string(comparison.unchanged) + " unchanged";
}

std::string comparison_text(std::span<const Comparison> comparisons) {
  std::string text;
  for (const Comparison& comparison : comparisons) {
    text += text.empty() ? "" : "\n";
    for (const CaseChange& one : comparison.changes) {
      text += base::to_upper(row_of(one.change).one) + "  " + one_line(one.name) + "  " + was_and_is(one) + "\n";
    }
    for (const std::string& note : comparison.notes) {
      text += "NOTE  " + one_line(note) + "\n";
    }
    text += comparison.changes.empty() && comparison.notes.empty() ? "" : "\n";
    text += run_title(comparison.client, comparison.began) + " against " +
            run_title(comparison.last_client, comparison.last_began) + "\n" + summary_of(comparison) + "\n";
  }
  return text;
}

std::string comparison_markdown(std::span<const Comparison> comparisons) {
  using report::markdown_text;
  std::string text;
  for (const Comparison& comparison : comparisons) {
    text += (text.empty() ? "## " : "\n## ") + summary_of(comparison) + "\n\n" +
            markdown_text(run_title(comparison.client, comparison.began)) + " against " +
            markdown_text(run_title(comparison.last_client, comparison.last_began)) + "\n";
    text += comparison.changes.empty() ? "" : "\n| change | case | was | is | reason |\n|---|---|---|---|---|\n";
    for (const CaseChange& one : comparison.changes) {
      const ChangeRow& row = row_of(one.change);
      const std::string mark = row.regression ? "**" : "";
      text += "| " + mark + std::string(row.one) + mark + " | " + markdown_text(one.name) + " | " +
              markdown_text(one.before) + " | " + markdown_text(one.now) + " | " + markdown_text(one.detail) + " |\n";
    }
    text += comparison.notes.empty() ? "" : "\n";
    for (const std::string& note : comparison.notes) {
      text += "- " + markdown_text(note) + "\n";
    }
  }
  return text;
}

std::string comparison_json(std::span<const Comparison> comparisons) {
  Json list = Json::array();
  std::transform(comparisons.begin(), comparisons.end(), std::back_inserter(list), comparison_tree);
  const Json document{{"format", kJsonFormat}, {"version", kJsonVersion}, {"comparisons", std::move(list)}};
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jobrig::compare
