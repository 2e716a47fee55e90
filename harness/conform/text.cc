#include "conform/text.h"

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
#include "report/catalogue.h"
#include "report/ci_commands.h"
#include "report/redaction.h"

namespace jobrig::conform {
namespace {

constexpr std::size_t kBar = 30;
// Return to the start of the line and erase it (ECMA-48: CR, EL).
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

void print_selection(const Selection& selection, std::ostream& out) {
  for (const SelectedCase& selected : selection.cases) {
    out << std::left << std::setw(7) << model::word_of(selected.first->level) << selected.first->name << "  "
        << selected.first->summary << '\n';
  }
}

void print_run(const model::RunResult& run, std::ostream& out, const report::TextStyle& style) {
  out << report::terminal_text({&run, 1}, style) << std::flush;
}

bool wants_colour(int descriptor) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread sets variables
  const char* const no_colour = std::getenv("NO_COLOR");
  return ::isatty(descriptor) != 0 && (no_colour == nullptr || *no_colour == '\0');
}

void print_unmatched(const CaseRouter::Unmatched& unmatched, const base::Redaction& secrets, std::ostream& err) {
  if (unmatched.count > 0) {
    err << "jobrig: " << unmatched.count
        << (unmatched.count == 1 ? " request did not belong to a running case: "
                                 : " requests did not belong to a running case; the first: ")
        << report::without_commands(base::quoted(report::redact(secrets.clean(unmatched.first)))) << '\n';
  }
}

}  // namespace jobrig::conform
