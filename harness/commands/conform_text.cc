#include "commands/conform_text.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iomanip>
#include <ostream>
#include <string>
#include <string_view>

#include "base/quote.h"
#include "judge/blame.h"
#include "model/conformance_words.h"
#include "report/redaction.h"

namespace jobrig::commands {
namespace {

constexpr std::size_t kBar = 30;
// Back to the line's begin, and away with what is on it (ECMA-48: CR, EL).
constexpr std::string_view kClear = "\r\x1b[K";

}  // namespace

void ProgressBar::show(const model::CaseResult& result, std::size_t done, std::size_t of) {
  failed_ += judge::blames_client(result) ? 1 : 0;
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

void print_selection(const conform::Selection& selection, std::ostream& out) {
  for (const conform::SelectedCase& one : selection.cases) {
    out << std::left << std::setw(7) << model::word_of(one.first->level) << one.first->name << "  "
        << one.first->summary << '\n';
  }
}

void print_run(const model::RunResult& run, std::ostream& out, const report::TextStyle& style) {
  const model::RunResult clean = report::redacted(run);
  out << report::run_text({&clean, 1}, style) << std::flush;
}

bool wants_colour(int descriptor) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets variables
  const char* const no_colour = std::getenv("NO_COLOR");
  return ::isatty(descriptor) != 0 && (no_colour == nullptr || *no_colour == '\0');
}

void print_strays(const conform::CaseRouter::Unmatched& unmatched, std::ostream& err) {
  if (unmatched.count > 0) {
    err << "jobrig: " << unmatched.count
        << (unmatched.count == 1 ? " request named no case that was running: "
                                 : " requests named no case that was running, the first: ")
        << base::quoted(unmatched.first) << '\n';
  }
}

}  // namespace jobrig::commands
