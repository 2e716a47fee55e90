#include "report/formats/run_github.h"

#include <string_view>

#include "model/conformance_words.h"
#include "report/groups.h"
#include "report/plain_text.h"
#include "report/tally.h"

namespace jobrig::report::formats {
namespace {

/// Escapes characters that are not allowed in a workflow command (GitHub Docs, "Workflow commands": percent sign and
/// line ends; in properties also the separators).
std::string escaped(std::string_view text, bool property) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '%':
        safe += "%25";
        break;
      case '\r':
        safe += "%0D";
        break;
      case '\n':
        safe += "%0A";
        break;
      case ':':
        safe += property ? "%3A" : ":";
        break;
      case ',':
        safe += property ? "%2C" : ",";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string command(std::string_view kind, const std::string& title, const std::string& text) {
  return "::" + std::string(kind) + " title=" + escaped(title, true) + "::" + escaped(text, false) + "\n";
}

/// `error`, `warning` or `notice`; empty: no annotation.
std::string_view annotation_of(const model::CaseResult& result) {
  if (is_red(result)) {
    return "error";
  }
  if (!result.expected.empty() || result.earlier) {
    return "notice";
  }
  switch (result.verdict) {
    case model::Verdict::kNonStrict:
      return "warning";
    case model::Verdict::kInformational:
      return "notice";
    default:
      return {};
  }
}

std::string text_of(const model::CaseResult& result) {
  std::string text = std::string(row_of(result.verdict).title) + ": " + one_line(result.reason) + "\n";
  text += result.expected.empty() ? ""
                                  : (is_excused_as_flaky(result) ? "Known to be flaky: " : "Known: ") +
                                        one_line(known_reason(result)) + "\n";
  text += result.earlier ? one_line(earlier_text(result)) + "\n" : "";
  text += "Case: " + one_line(result.summary) + "\n" + std::string(word_of(result.level)) + ": " +
          one_line(result.requirement) + " (" + one_line(result.source) + ")";
  return text + (result.replay.empty() ? "" : "\nReplay: " + one_line(result.replay));
}

std::string skips_text(const model::RunResult& run) {
  std::string text;
  for (const ResultGroup& group : skip_groups(run)) {
    text += "\nSkipped: " + cases_text(group.results.size()) + ": " + group.title;
  }
  return text;
}

}  // namespace

std::string run_github(std::span<const model::RunResult> runs) {
  std::string text;
  for (const std::string_view kind : {"error", "warning", "notice"}) {
    for (const model::RunResult& run : runs) {
      const std::string client = " (" + client_title(run.client) + ")";
      if (kind == "error") {
        for (const model::RunProblem& problem : run.problems) {
          text += command(kind, one_line(problem.what) + client,
                          one_line(problem.where) + (problem.detail.empty() ? "" : ": " + one_line(problem.detail)));
        }
        text += run.interrupted ? command(kind, "interrupted" + client, "not all cases were run") : "";
      }
      for (const model::CaseResult& result : run.results) {
        if (annotation_of(result) == kind) {
          text += command(kind, result_title(result) + ": " + failing_part(result) + client, text_of(result));
        }
      }
    }
  }
  for (const model::RunResult& run : runs) {
    text += command("notice", client_title(run.client), counts_text(tally_of(run)) + skips_text(run));
  }
  return text;
}

}  // namespace jobrig::report::formats
