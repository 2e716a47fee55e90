#include "report/case_text.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "model/conformance_words.h"
#include "report/groups.h"
#include "report/plain_text.h"
#include "report/tally.h"
#include "report/wire_trace.h"

namespace jobrig::report {
namespace {

using model::Verdict;

constexpr std::size_t kLabel = 14;  // the column of labels below a case
constexpr std::string_view kIndent = "  ";

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

/// The first line and what was required and found.
std::string heading(const model::CaseResult& result, bool colour) {
  const std::string part = part_beside_verdict(result);
  std::string out =
      shown_verdict(result.verdict, colour) + "  " + result_title(result) + (part.empty() ? "" : "  " + part) + "\n";
  add_labelled("reason", one_line(result.reason), out);
  add_labelled("again", earlier_text(result), out);
  add_labelled("case", one_line(result.summary), out);
  add_labelled("requirement", std::string(word_of(result.level)) + "  " + one_line(result.requirement), out);
  add_labelled("source", one_line(result.source), out);
  for (const model::CheckResult* check : failed_checks(result)) {
    add_check(*check, out);
  }
  for (const std::string& note : result.record.notes) {
    add_labelled("note", one_line(note), out);
  }
  return out;
}

}  // namespace

std::string shown_verdict(Verdict verdict, bool colour) {
  const std::string word = base::to_upper(row_of(verdict).title);
  return colour ? std::string(colour_of(verdict)) + word + "\x1b[0m" : word;
}

std::string case_text(const model::CaseResult& result, bool colour) {
  std::string out = heading(result, colour);
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

std::string short_case_text(const model::CaseResult& result, bool colour) {
  std::string out = heading(result, colour);
  add_labelled("wire", "left out here; --verbose prints it", out);
  add_labelled("replay", one_line(result.replay), out);
  return out + "\n";
}

}  // namespace jobrig::report
