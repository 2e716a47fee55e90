#include "commands/conform_text.h"

#include <algorithm>
#include <array>
#include <iomanip>
#include <ostream>
#include <string>
#include <string_view>

#include "base/quote.h"
#include "commands/run_verdict.h"

namespace jobrig::commands {
namespace {

constexpr std::size_t kBar = 30;
// Back to the line's begin, and away with what is on it (ECMA-48: CR, EL).
constexpr std::string_view kClear = "\r\x1b[K";

std::string_view level_word(model::Level level) {
  switch (level) {
    case model::Level::kMust:
      return "MUST";
    case model::Level::kShould:
      return "SHOULD";
    case model::Level::kInfo:
      break;
  }
  return "INFO";
}

std::string_view verdict_word(model::Verdict verdict) {
  constexpr std::array<std::string_view, 8> kWords{"passed",  "non-strict", "failed",     "informational",
                                                   "skipped", "timed out",  "not called", "harness error"};
  return kWords.at(static_cast<std::size_t>(verdict));
}

}  // namespace

void ProgressBar::show(const model::CaseResult& result, std::size_t done, std::size_t of) {
  failed_ += blames_client(result) ? 1 : 0;
  if (!terminal_) {
    return;
  }
  const std::size_t filled = kBar * done / std::max<std::size_t>(1, of);
  err_ << kClear << '[' << std::string(filled, '#') << std::string(kBar - filled, ' ') << "] " << done << '/' << of
       << (failed_ > 0 ? ", " + std::to_string(failed_) + " failed" : "") << "  " << result.name << std::flush;
}

void ProgressBar::clear() {
  if (terminal_) {
    err_ << kClear << std::flush;
  }
}

void print_selection(const Selection& selection, std::ostream& out) {
  for (const SelectedCase& one : selection.cases) {
    const model::ConformanceCase loaded = load_instance(one, 1);
    out << std::left << std::setw(7) << level_word(loaded.level) << one.name << "  " << loaded.summary << '\n';
  }
}

void print_run(const model::RunResult& run, std::ostream& out) {
  for (const model::CaseResult& result : run.results) {
    out << std::left << std::setw(15) << verdict_word(result.verdict) << result.name
        << (result.reason.empty() ? "" : ": " + result.reason) << '\n';
  }
  for (const model::RunProblem& problem : run.problems) {
    out << "problem        " << problem.what << ": " << problem.where << ": " << problem.detail << '\n';
  }
}

void print_strays(const CaseRouter::Strays& strays, std::ostream& err) {
  if (strays.count > 0) {
    err << "jobrig: " << strays.count
        << (strays.count == 1 ? " request named no case that was running: "
                              : " requests named no case that was running, the first: ")
        << base::quoted(strays.first) << '\n';
  }
}

}  // namespace jobrig::commands
