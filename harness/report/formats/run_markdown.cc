#include "report/formats/run_markdown.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "model/conformance_words.h"
#include "report/groups.h"
#include "report/markdown_text.h"
#include "report/plain_text.h"
#include "report/tally.h"
#include "report/wire_trace.h"

namespace jobrig::report::formats {
namespace {

using model::Verdict;

constexpr std::size_t kTracedBytes = 1024;  // of one message
constexpr std::size_t kForTheSentence = 400;

/// The longest sequence of backticks: a fence must be longer.
std::size_t longest_ticks(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string code_block(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += line + "\n";
  }
  const std::string fence(std::max<std::size_t>(3, longest_ticks(text) + 1), '`');
  return fence + "text\n" + text + fence + "\n";
}

std::string folded(const std::string& title, const std::string& inside) {
  return "<details><summary>" + title + "</summary>\n\n" + inside + "\n</details>\n\n";
}

/// `one case`, `2 cases`.
std::string counted(std::size_t count, const std::string& singular, const std::string& plural) {
  return (count == 1 ? "one " + singular : std::to_string(count) + " " + plural);
}

std::string failure_section(const model::CaseResult& result) {
  const std::string part = part_beside_verdict(result);
  std::string text = "#### " + std::string(row_of(result.verdict).title) + ": " + markdown_text(result_title(result)) +
                     (part.empty() ? "" : ": " + markdown_text(part)) + "\n\n" + markdown_text(result.summary) +
                     "\n\n**" + std::string(word_of(result.level)) + "** " + markdown_text(result.requirement) + " (" +
                     markdown_text(result.source) + ")\n\n";
  const auto checks = failed_checks(result);
  const bool by_check = std::any_of(checks.begin(), checks.end(), [&](const auto* one) { return one->check == part; });
  text += by_check ? "" : markdown_text(result.reason) + "\n\n";
  if (!checks.empty()) {
    text += "| check | expected | found |\n|---|---|---|\n";
    for (const model::CheckResult* check : checks) {
      text += "| " + markdown_text(check->check) + " | " + markdown_text(check->finding.expected) + " | " +
              markdown_text(check->finding.actual) + " |\n";
    }
    text += "\n";
  }
  for (const std::string& note : result.record.notes) {
    text += "- " + markdown_text(note) + "\n";
  }
  text += result.record.notes.empty() ? "" : "\n";
  const auto trace = wire_trace(result.record, kTracedBytes);
  text += trace.empty() ? "" : folded("What went over the wire", code_block(trace));
  text += result.replay.empty() ? "" : code_block({one_line(result.replay)}) + "\n";
  return text;
}

std::string brief_line(const model::CaseResult& result, const std::string& why) {
  return "- " + std::string(row_of(result.verdict).title) + ": " + markdown_text(result_title(result)) + ": " +
         markdown_text(why) + "\n";
}

/// The cases that `is_one` selects, one line each, folded; nothing if there are none.
template <typename IsOne>
std::string folded_cases(const model::RunResult& run, const std::string& singular, const std::string& plural,
                         const IsOne& is_one) {
  std::string lines;
  std::size_t count = 0;
  for (const model::CaseResult& result : run.results) {
    if (is_one(result)) {
      const std::string why =
          result.expected.empty() ? result.reason : known_reason(result) + " (" + result.reason + ")";
      const std::string earlier = earlier_text(result);
      lines += brief_line(result, why + (why.empty() || earlier.empty() ? "" : "; ") + earlier);
      ++count;
    }
  }
  if (count == 0) {
    return {};
  }
  std::string title = counted(count, singular, plural);
  title.front() = title.front() == 'o' ? 'O' : title.front();
  return folded(title, lines);
}

std::string counts_table(std::span<const model::RunResult> runs) {
  std::string head = "| |";
  std::string rule = "|---|";
  std::string all = "| All |";
  std::string known = "| Known failures among them |";
  std::string flaky = "| Known to be flaky among them |";
  std::string took = "| Took |";
  std::vector<Tally> tallies;
  for (const model::RunResult& run : runs) {
    tallies.push_back(tally_of(run));
    head += " " + markdown_text(client_title(run.client)) + " |";
    rule += "--:|";
    all += " " + std::to_string(tallies.back().all) + " |";
    known += " " + std::to_string(tallies.back().known) + " |";
    flaky += " " + std::to_string(tallies.back().flaky) + " |";
    took += " " + milliseconds_text(std::chrono::duration<double, std::milli>(run.took).count()) + " |";
  }
  std::string text = head + "\n" + rule + "\n";
  for (const model::VerdictRow& row : model::verdicts()) {
    const auto has = [&](const Tally& tally) { return tally.of(row.verdict) > 0; };
    if (std::none_of(tallies.begin(), tallies.end(), has)) {
      continue;
    }
    text += "| " + std::string(row.title) + " |";
    for (const Tally& tally : tallies) {
      text += " " + std::to_string(tally.of(row.verdict)) + " |";
    }
    text += "\n";
  }
  const bool any_known = std::any_of(tallies.begin(), tallies.end(), [](const Tally& one) { return one.known > 0; });
  const bool any_flaky = std::any_of(tallies.begin(), tallies.end(), [](const Tally& one) { return one.flaky > 0; });
  return text + (any_known ? known + "\n" : "") + (any_flaky ? flaky + "\n" : "") + all + "\n" + took + "\n\n";
}

std::string headline(std::span<const model::RunResult> runs) {
  std::size_t red = 0;
  std::size_t problems = 0;
  for (const model::RunResult& run : runs) {
    red += static_cast<std::size_t>(std::count_if(run.results.begin(), run.results.end(), is_red));
    problems += run.problems.size() + (run.interrupted ? 1 : 0);
  }
  std::string text = "## jobrig: ";
  if (red == 0 && problems == 0) {
    return text + "no failures of " + (runs.size() == 1 ? "the client" : "the clients") + "\n\n";
  }
  text += red > 0 ? counted(red, "case failed", "cases failed") : "";
  text += red > 0 && problems > 0 ? ", " : "";
  return text + (problems > 0 ? counted(problems, "problem in the run", "problems in the run") : "") + "\n\n";
}

std::string problems_section(const model::RunResult& run) {
  std::string text;
  for (const model::RunProblem& problem : run.problems) {
    text += "- **" + markdown_text(problem.what) + "**: " + markdown_text(problem.where) +
            (problem.detail.empty() ? "" : ": " + markdown_text(problem.detail)) + "\n";
  }
  text += run.interrupted ? "- **interrupted**: not all cases were run\n" : "";
  return text.empty() ? text : text + "\n";
}

/// The names of the skipped cases by reason, folded.
std::string skipped_cases(const model::RunResult& run) {
  std::string lines;
  std::size_t count = 0;
  for (const ResultGroup& group : skip_groups(run)) {
    std::string names;
    for (const std::string& name : names_of(group)) {
      names += (names.empty() ? "" : ", ") + markdown_text(name);
      ++count;
    }
    lines += "- " + markdown_text(group.title) + ": " + names + "\n";
  }
  return count == 0 ? lines
                    : folded((count == 1 ? "One" : std::to_string(count)) + std::string(" skipped ") +
                                 (count == 1 ? "case" : "cases"),
                             lines);
}

/// A short line, and all names folded below it.
std::string must_section(const model::RunResult& run) {
  const model::MustCoverage coverage = model::must_coverage(run);
  std::string names;
  for (const std::string_view name : coverage.not_judged) {
    names += "- " + markdown_text(name) + "\n";
  }
  return markdown_text(must_text(coverage, 0)) + "\n\n" +
         (names.empty() ? "" : folded("MUST cases that were not judged", names));
}

std::string brief_sections(const model::RunResult& run) {
  return folded_cases(run, "known failure", "known failures",
                      [](const model::CaseResult& result) {
                        return !result.expected.empty() && !is_red(result) && !is_excused_as_flaky(result);
                      }) +
         folded_cases(run, "failure of a flaky case", "failures of flaky cases", is_excused_as_flaky) +
         folded_cases(run, "case that ran again alone", "cases that ran again alone",
                      [](const model::CaseResult& result) { return result.earlier.has_value(); }) +
         folded_cases(run, "non-strict case", "non-strict cases",
                      [](const model::CaseResult& result) {
                        return result.expected.empty() && result.verdict == Verdict::kNonStrict;
                      }) +
         folded_cases(run, "informational case", "informational cases",
                      [](const model::CaseResult& result) {
                        return result.expected.empty() && result.verdict == Verdict::kInformational;
                      }) +
         skipped_cases(run);
}

/// Adds parts in order while there is room, then counts the omitted ones.
class Page {
 public:
  explicit Page(std::size_t most) : room_(most - std::min(most, kForTheSentence)) {}

  void add(const std::string& part) {
    if (part.empty()) {
      return;
    }
    // After the first omitted part, all following parts are omitted too: a page with gaps would look complete.
    if (left_out_ > 0 || text_.size() + part.size() > room_) {
      ++left_out_;
    } else {
      text_ += part;
    }
  }
  [[nodiscard]] std::string take() && {
    if (left_out_ > 0) {
      text_ += "**" + counted(left_out_, "more part of this report is", "more parts of this report are") +
               " left out here**: the page may not be larger. The whole is in the file that `jobrig report --html` "
               "writes.\n";
    }
    return std::move(text_);
  }

 private:
  std::size_t room_;
  std::string text_;
  std::size_t left_out_ = 0;
};

}  // namespace

std::string run_markdown(std::span<const model::RunResult> runs, std::size_t most) {
  Page page(most);
  page.add(headline(runs));
  page.add(counts_table(runs));
  for (const model::RunResult& run : runs) {
    page.add("### " + markdown_text(client_title(run.client)) + ": " + counts_text(tally_of(run)) + "\n\n" +
             problems_section(run) + must_section(run));
    for (const model::CaseResult& result : run.results) {
      if (is_red(result)) {
        page.add(failure_section(result));
      }
    }
    page.add(brief_sections(run));
  }
  return std::move(page).take();
}

}  // namespace jobrig::report::formats
