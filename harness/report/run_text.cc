#include "report/run_text.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "model/conformance_words.h"
#include "report/case_text.h"
#include "report/groups.h"
#include "report/more_judged.h"
#include "report/plain_text.h"
#include "report/tally.h"

namespace jobrig::report {
namespace {

using model::Verdict;

constexpr std::size_t kNamesOfNotJudged = 3;
constexpr std::size_t kWidth = 100;       // of the lists of names
constexpr std::size_t kWorthShowing = 8;  // lines of the wire
constexpr std::size_t kMaxEqual = 3;      // more equal lines are counted
constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

std::size_t line_count(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// The number of lines that each kind of list may have.
struct Limits {
  std::size_t all = kNoLimit;    // of a run
  std::size_t brief = kNoLimit;  // of known failures, informational and skipped results
  std::size_t problems = kNoLimit;
  std::size_t names = kNoLimit;  // of each list of cases
};

Limits limits_of(TextDetail detail, std::size_t runs) {
  if (detail == TextDetail::kFailures || detail == TextDetail::kEverything) {
    return {};
  }
  const std::size_t all = kMaxBriefLines / std::max<std::size_t>(1, runs);
  return {all, all / 5, all / 10, all / 4};
}

void add_line_limit(std::size_t limit, std::string& lines) {
  const std::size_t count = line_count(lines);
  if (count <= limit) {
    return;
  }
  std::size_t end = 0;
  for (std::size_t i = 0; i + 1 < limit; ++i) {
    end = lines.find('\n', end) + 1;
  }
  lines.resize(end);
  lines += "… " + std::to_string(count - line_count(lines)) + " more lines; --verbose prints them\n";
}

/// Lines of a verdict, a case and a text. If many have the same text, one line with their number stands for them.
class BriefLines {
 public:
  BriefLines(bool colour, bool counts_equal) : colour_(colour), counts_equal_(counts_equal) {}

  void add(const model::CaseResult& result, std::string text) {
    const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& one) {
      return one.verdict == result.verdict && one.text == text;
    });
    if (known == entries_.end()) {
      entries_.push_back({result.verdict, std::move(text), {result_title(result)}});
    } else {
      known->names.push_back(result_title(result));
    }
  }
  [[nodiscard]] std::string text() const {
    std::string lines;
    for (const Entry& entry : entries_) {
      const std::string verdict = shown_verdict(entry.verdict, colour_) + "  ";
      if (counts_equal_ && entry.names.size() > kMaxEqual) {
        lines += verdict + cases_text(entry.names.size()) + "  " + entry.text + "\n";
        continue;
      }
      for (const std::string& name : entry.names) {
        lines += verdict + name + "  " + entry.text + "\n";
      }
    }
    return lines;
  }

 private:
  struct Entry {
    Verdict verdict;
    std::string text;
    std::vector<std::string> names;
  };
  bool colour_;
  bool counts_equal_;
  std::vector<Entry> entries_;
};

bool is_in_full(TextDetail detail) { return detail == TextDetail::kFailures || detail == TextDetail::kEverything; }

/// Known failures, informational and skipped results.
std::string brief_text(const model::RunResult& run, const TextStyle& style, std::size_t limit) {
  BriefLines lines(style.colour, !is_in_full(style.detail));
  for (const model::CaseResult& result : run.results) {
    if (!result.expected.empty()) {
      lines.add(result, one_line(result.expected));
    } else if (result.earlier && !is_red(result) && result.verdict != Verdict::kNonStrict) {
      lines.add(result, earlier_text(result));
    } else if (result.verdict == Verdict::kInformational) {
      lines.add(result, one_line(result.reason));
    }
  }
  for (const ResultGroup& group : skip_groups(run)) {
    for (const model::CaseResult* result : group.results) {
      lines.add(*result, group.title);
    }
  }
  std::string text = lines.text();
  add_line_limit(limit, text);
  return text;
}

std::string problems_text(const model::RunResult& run, std::size_t limit) {
  std::string text;
  for (const model::RunProblem& problem : run.problems) {
    text += "PROBLEM  " + one_line(problem.what) + ": " + one_line(problem.where) +
            (problem.detail.empty() ? "" : ": " + one_line(problem.detail)) + "\n";
  }
  add_line_limit(limit, text);
  return text;
}

/// The names of the cases of each group, several in a line.
std::string names_text(const std::string& title, const std::vector<ResultGroup>& groups, std::size_t limit) {
  std::string text;
  for (const ResultGroup& group : groups) {
    const auto names = names_of(group);
    std::string line = "  " + group.title + " (" + std::to_string(names.size()) + "):";
    for (const std::string& name : names) {
      if (line.size() + 2 + name.size() > kWidth) {
        text += line + "\n";
        line = "   ";
      }
      line += " " + name;
    }
    text += line + "\n";
  }
  add_line_limit(limit, text);
  return text.empty() ? text : "\n" + title + "\n" + text;
}

std::string counts_section(const model::RunResult& run) {
  const Tally tally = tally_of(run);
  const std::string more = more_judged_text(run);
  std::string out = more + (more.empty() ? "" : "\n") + client_title(run.client) + ": " + std::to_string(tally.all) +
                    (tally.all == 1 ? " case" : " cases") + " in " +
                    milliseconds_text(std::chrono::duration<double, std::milli>(run.took).count()) + ", seed " +
                    std::to_string(run.seed) + (run.strict ? ", strict" : "") + "\n";
  out += run.interrupted ? "interrupted: not all cases were run\n" : "";
  return out + counts_text(tally) + "\n" + must_text(model::must_coverage(run), kNamesOfNotJudged) + "\n";
}

std::vector<ResultGroup> groups_of(const model::RunResult& run) {
  std::vector<ResultGroup> groups = failure_groups(run);
  for (ResultGroup& group : non_strict_groups(run)) {
    groups.push_back(std::move(group));
  }
  return groups;
}

/// Keeps the begin and the end of the text of a case, which names the command that replays it.
std::string fitted(const std::string& text, std::size_t lines) {
  constexpr std::size_t kEnd = 4;
  const std::size_t all = line_count(text);
  if (all <= lines || lines <= kEnd) {
    return text;
  }
  std::string kept;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < all; ++i) {
    const std::size_t end = text.find('\n', begin) + 1;
    const std::size_t first = lines - kEnd - 1;
    if (i == first) {
      kept += "  … --verbose prints the " + std::to_string(all - lines + 1) + " lines left out\n";
    }
    kept += i < first || i + kEnd >= all ? text.substr(begin, end - begin) : "";
    begin = end;
  }
  return kept;
}

/// The first result of each group, in full while there is room for a short form of the others.
std::string first_failures(const model::RunResult& run, bool colour, std::size_t room) {
  struct Forms {
    std::string full;
    std::string brief;
  };
  std::vector<Forms> forms;
  std::size_t of_brief = 0;
  for (const ResultGroup& group : groups_of(run)) {
    forms.push_back({case_text(*group.results.front(), colour), short_case_text(*group.results.front(), colour)});
    of_brief += line_count(forms.back().brief);
  }
  std::string text;
  std::size_t omitted = 0;
  for (const Forms& one : forms) {
    of_brief -= line_count(one.brief);
    const std::size_t used = line_count(text);
    if (used + of_brief + line_count(one.brief) + kWorthShowing <= room) {
      text += fitted(one.full, room - used - of_brief);
    } else if (used + line_count(one.brief) <= room) {
      text += one.brief;
    } else {
      ++omitted;
    }
  }
  return text +
         (omitted == 0 ? "" : "… " + std::to_string(omitted) + " more kinds of failures; --verbose prints them\n\n");
}

std::string all_failures(const model::RunResult& run, const TextStyle& style) {
  std::string text;
  for (const model::CaseResult& result : run.results) {
    const bool not_strict = result.verdict == Verdict::kNonStrict && result.expected.empty();
    if (style.detail == TextDetail::kEverything || not_strict || is_red(result)) {
      text += case_text(result, style.colour);
    }
  }
  return text;
}

std::string text_of(const model::RunResult& run, const TextStyle& style, const Limits& limits) {
  std::string end = style.detail == TextDetail::kQuiet ? "" : brief_text(run, style, limits.brief);
  end += problems_text(run, limits.problems);
  end += end.empty() ? "" : "\n";
  end += counts_section(run);
  if (style.detail != TextDetail::kEverything) {
    end += names_text("only a SHOULD was not met, by the failing check", non_strict_groups(run), limits.names);
    end += names_text("failed, by the failing check", failure_groups(run), limits.names);
  }
  switch (style.detail) {
    case TextDetail::kQuiet:
      return end;
    case TextDetail::kBrief:
      return first_failures(run, style.colour, limits.all - std::min(limits.all, line_count(end) + 3)) + end;
    case TextDetail::kFailures:
    case TextDetail::kEverything:
      break;
  }
  return all_failures(run, style) + end;
}

}  // namespace

std::string run_text(std::span<const model::RunResult> runs, const TextStyle& style) {
  const Limits limits = limits_of(style.detail, runs.size());
  std::string text;
  for (const model::RunResult& run : runs) {
    text += (text.empty() ? "" : "\n") + text_of(run, style, limits);
  }
  return text;
}

}  // namespace jobrig::report
