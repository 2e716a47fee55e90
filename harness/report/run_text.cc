#include "report/run_text.h"

#include <algorithm>
#include <chrono>
#include <string_view>

#include "base/ascii.h"
#include "model/conformance_words.h"
#include "report/more_judged.h"
#include "report/plain_text.h"
#include "report/tally.h"
#include "report/wire_trace.h"

namespace jobrig::report {
namespace {

using model::Verdict;

constexpr std::size_t kLabel = 14;  // the column of labels below a case
constexpr std::string_view kIndent = "  ";
constexpr std::size_t kNamesOfNotJudged = 3;

// Select Graphic Rendition (ECMA-48): bold red, bold yellow, cyan, green.
std::string_view colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kFailed:
    case Verdict::kTimedOut:
    case Verdict::kNotCalled:
    case Verdict::kHarnessError:
      return "\x1b[1;31m";
    case Verdict::kNonStrict:
      return "\x1b[1;33m";
    case Verdict::kInformational:
    case Verdict::kSkipped:
      return "\x1b[36m";
    case Verdict::kPassed:
      break;
  }
  return "\x1b[32m";
}

std::string shown(Verdict verdict, const TextStyle& style) {
  const std::string word = base::to_upper(row_of(verdict).title);
  return style.colour ? std::string(colour_of(verdict)) + word + "\x1b[0m" : word;
}

void add_labelled(std::string_view label, std::string_view text, std::string& out) {
  std::string lead = std::string(kIndent) + std::string(label);
  lead.resize(std::max(lead.size() + 2, kLabel + kIndent.size()), ' ');
  for (const std::string& line : text_lines(text)) {
    out += lead + line + "\n";
    lead.assign(kLabel + kIndent.size(), ' ');
  }
}

/// Expected and found values of a failed check.
void add_check(const model::CheckResult& check, std::string& out) {
  add_labelled(check.check, std::string(word_of(check.level)) + "  expected " + one_line(check.finding.expected), out);
  add_labelled("", "      found    " + one_line(check.finding.actual), out);
  if (!check.finding.observed.empty()) {
    add_labelled("", "      observed " + one_line(check.finding.observed), out);
  }
}

bool is_worth_telling(const model::CaseResult& result) {
  return result.verdict != Verdict::kPassed && result.verdict != Verdict::kSkipped &&
         result.verdict != Verdict::kInformational && result.expected.empty();
}

/// One line for each known failure and informational result.
void add_in_brief(const model::RunResult& run, const TextStyle& style, std::string& out) {
  std::string lines;
  for (const model::CaseResult& result : run.results) {
    if (!result.expected.empty()) {
      lines += shown(result.verdict, style) + "  " + result_title(result) + "  " + one_line(result.expected) + "\n";
    } else if (result.earlier && !is_worth_telling(result)) {
      lines += shown(result.verdict, style) + "  " + result_title(result) + "  " + earlier_text(result) + "\n";
    } else if (result.verdict == Verdict::kInformational) {
      lines += shown(result.verdict, style) + "  " + result_title(result) + "  " + one_line(result.reason) + "\n";
    }
  }
  for (const model::RunProblem& problem : run.problems) {
    lines += "PROBLEM  " + one_line(problem.what) + ": " + one_line(problem.where) +
             (problem.detail.empty() ? "" : ": " + one_line(problem.detail)) + "\n";
  }
  out += lines.empty() ? "" : lines + "\n";
}

void add_run(const model::RunResult& run, const TextStyle& style, std::string& out) {
  for (const model::CaseResult& result : run.results) {
    if (style.everything || is_worth_telling(result) || result.verdict == Verdict::kHarnessError) {
      out += case_text(result, style);
    }
  }
  add_in_brief(run, style, out);
  if (const std::string more = more_judged_text(run); !more.empty()) {
    out += more + "\n";
  }
  const Tally tally = tally_of(run);
  out += client_title(run.client) + ": " + std::to_string(tally.all) + (tally.all == 1 ? " case" : " cases") + " in " +
         milliseconds_text(std::chrono::duration<double, std::milli>(run.took).count()) + ", seed " +
         std::to_string(run.seed) + (run.strict ? ", strict" : "") + "\n";
  if (run.interrupted) {
    out += "interrupted: not all cases were run\n";
  }
  out += counts_text(tally) + "\n";
  out += must_text(model::must_coverage(run), kNamesOfNotJudged) + "\n";
}

}  // namespace

std::string case_text(const model::CaseResult& result, const TextStyle& style) {
  std::string out = shown(result.verdict, style) + "  " + result_title(result) + "  " + one_line(result.summary) + "\n";
  add_labelled("reason", one_line(result.reason), out);
  add_labelled("again", earlier_text(result), out);
  add_labelled("requirement", std::string(word_of(result.level)) + "  " + one_line(result.requirement), out);
  add_labelled("source", one_line(result.source), out);
  for (const model::CheckResult* check : failed_checks(result)) {
    add_check(*check, out);
  }
  for (const std::string& note : result.record.notes) {
    add_labelled("note", one_line(note), out);
  }
  const auto trace = wire_trace(result.record);
  if (!trace.empty()) {
    out += std::string(kIndent) + "wire\n";
  }
  for (const std::string& line : trace) {
    out += std::string(kIndent) + line + "\n";
  }
  for (const model::CallRecord& call : result.record.calls) {
    if (!call.last_errors.empty()) {
      add_labelled("stderr", call.last_errors, out);
    } else if (call.outcome && !call.outcome->err.empty()) {
      add_labelled("stderr", shortened(call.outcome->err, kMaxTraced), out);
    }
  }
  add_labelled("replay", one_line(result.replay), out);
  return out + "\n";
}

std::string run_text(std::span<const model::RunResult> runs, const TextStyle& style) {
  std::string text;
  for (const model::RunResult& run : runs) {
    text += text.empty() ? "" : "\n";
    add_run(run, style, text);
  }
  return text;
}

}  // namespace jobrig::report
