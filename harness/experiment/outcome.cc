#include "experiment/outcome.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/quote.h"
#include "base/units.h"
#include "report/ci_commands.h"
#include "report/markdown_text.h"
#include "report/plain_text.h"
#include "report/table.h"

namespace jobrig::experiment {
namespace {

using OrderedJson = nlohmann::ordered_json;

struct EndingRow {
  std::string_view word;
  std::string_view sentence;
};

/// In the order of Ending.
constexpr std::array kEndings{
    EndingRow{"held", "the hypothesis held"},
    EndingRow{"not-held", "the hypothesis did not hold"},
    EndingRow{"not-steady", "no stage ran, because the steady state did not hold before"},
    EndingRow{"halted", "halted, because a limit was exceeded"},
    EndingRow{"interrupted", "interrupted"},
    EndingRow{"broken", "ended early, because the mock could not be used"},
};

/// In the order of PhaseKind.
constexpr std::array<std::string_view, 4> kKinds{"before", "stage", "settle", "after"};

/// `held`, `did not hold`, …; empty: there was nothing to hold.
std::string result_of(const Phase& phase) {
  if (!phase.began) {
    return "not run";
  }
  if (!phase.decided) {
    return "too few requests";
  }
  if (!phase.held()) {
    return phase.kind == PhaseKind::kStage ? "limit exceeded" : "did not hold";
  }
  return phase.is_steady() && !phase.findings.empty() ? "held" : "";
}

/// A column of the text and of Markdown for each metric.
report::Table table_of(const Outcome& outcome) {
  report::Table table{{"phase", "time"}, {}};
  for (const MetricRow& metric : metrics()) {
    table.columns.emplace_back(metric.word);
  }
  table.columns.emplace_back("result");
  for (const Phase& phase : outcome.phases) {
    std::vector<report::Cell> row{
        report::one_line(phase.name),
        phase.began ? base::format_duration(std::chrono::round<std::chrono::milliseconds>(phase.lasted))
                    : std::string()};
    for (const MetricRow& metric : metrics()) {
      row.emplace_back(!phase.began || (phase.measurement.requests == 0 && metric.word != "requests")
                           ? std::string()
                           : value_text(metric.unit, metric.of(phase.measurement)));
    }
    row.emplace_back(result_of(phase));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// What a reader must know besides the table, one line each.
std::vector<std::string> remarks_on(const Outcome& outcome) {
  std::vector<std::string> remarks;
  for (const Phase& phase : outcome.phases) {
    if (phase.lost > 0) {
      remarks.push_back(report::one_line(phase.name) + ": " + std::to_string(phase.lost) +
                        " exchanges are not in the figures, because the journal in memory dropped them");
    }
  }
  for (const Phase& phase : outcome.phases) {
    for (const std::string& rule : phase.on) {
      if (phase.began && phase.used.count(rule) == 0) {
        remarks.push_back(report::one_line(phase.name) + ": rule " + base::quoted(rule) + " answered no request");
      }
    }
  }
  for (const std::string& rule : outcome.not_restored) {
    remarks.push_back("rule " + base::quoted(rule) +
                      " could not be switched back; the mock does so when its time is over");
  }
  return remarks;
}

std::string conclusion_of(const Outcome& outcome) {
  return std::string(kEndings[static_cast<std::size_t>(outcome.ending)].sentence) +
         (outcome.reason.empty() ? "" : ": " + report::one_line(outcome.reason));
}

OrderedJson finding_json(const Finding& finding) {
  return OrderedJson{{"metric", metrics()[finding.limit.metric].word},
                     {"limit", finding.limit.at_least ? "at-least" : "at-most"},
                     {"bound", finding.limit.bound},
                     {"value", finding.value},
                     {"holds", finding.holds}};
}

OrderedJson phase_json(const Phase& phase) {
  const Measurement& measured = phase.measurement;
  OrderedJson json{{"phase", phase.name},
                   {"kind", kKinds[static_cast<std::size_t>(phase.kind)]},
                   {"began", phase.began},
                   {"planned_us", phase.duration.count()},
                   {"lasted_us", phase.lasted.count()},
                   {"on", phase.on},
                   {"off", phase.off},
                   {"used", phase.used},
                   {"requests", measured.requests},
                   {"calls", measured.calls},
                   {"successes", measured.successes},
                   {"call_successes", measured.call_successes},
                   {"retries_per_call", measured.retries_per_call},
                   {"p50_us", measured.p50.count()},
                   {"p99_us", measured.p99.count()},
                   {"lost", phase.lost},
                   {"decided", phase.decided},
                   {"findings", OrderedJson::array()}};
  for (const Finding& finding : phase.findings) {
    json["findings"].push_back(finding_json(finding));
  }
  return json;
}

constexpr std::array kFormats{
    OutcomeFormat{"--text", "write text", outcome_text},
    OutcomeFormat{"--json", "write JSON", outcome_json},
    OutcomeFormat{"--junit", "write JUnit XML, for CI systems", outcome_junit},
    OutcomeFormat{"--markdown", "write Markdown", outcome_markdown},
};

}  // namespace

std::string_view word_of(Ending ending) { return kEndings[static_cast<std::size_t>(ending)].word; }

std::span<const OutcomeFormat> outcome_formats() { return kFormats; }

std::string outcome_text(const Outcome& outcome) {
  std::string text = report::one_line(outcome.summary) + "\n\n" + report::table_text(table_of(outcome)) + "\n";
  for (const std::string& remark : remarks_on(outcome)) {
    text += remark + "\n";
  }
  text += conclusion_of(outcome) + "\n";
  return report::without_commands(text + "seed " + std::to_string(outcome.seed) + "\n");
}

std::string outcome_json(const Outcome& outcome) {
  OrderedJson json{{"experiment", outcome.name},
                   {"summary", outcome.summary},
                   {"scenario", outcome.scenario},
                   {"jobrig", outcome.jobrig_version},
                   {"seed", std::to_string(outcome.seed)},
                   {"virtual", outcome.virtual_time},
                   {"began", base::format_instant(outcome.began)},
                   {"took_us", outcome.took.count()},
                   {"ending", word_of(outcome.ending)},
                   {"reason", outcome.reason},
                   {"not_restored", outcome.not_restored},
                   {"phases", OrderedJson::array()}};
  for (const Phase& phase : outcome.phases) {
    json["phases"].push_back(phase_json(phase));
  }
  return report::without_commands(json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n",
                                  {"", "\\u0023"});
}

std::string outcome_markdown(const Outcome& outcome) {
  const report::Table table = table_of(outcome);
  std::string text = "### " + report::markdown_text(outcome.summary) + "\n\n**" +
                     report::markdown_text(conclusion_of(outcome)) + "**\n\n";
  const auto add_row = [&text](const auto& cells, const auto& text_of) {
    for (const auto& cell : cells) {
      text += "| " + text_of(cell) + " ";
    }
    text += "|\n";
  };
  add_row(table.columns, [](const std::string& heading) { return heading; });
  add_row(table.columns, [](const std::string&) { return std::string("---"); });
  for (const auto& row : table.rows) {
    add_row(row, [](const report::Cell& cell) { return report::markdown_text(std::get<std::string>(cell)); });
  }
  for (const std::string& remark : remarks_on(outcome)) {
    text += "\n" + report::markdown_text(remark) + "\n";
  }
  return report::without_commands(text + "\nseed " + std::to_string(outcome.seed) + "\n");
}

}  // namespace jobrig::experiment
