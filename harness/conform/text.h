// Conform text: the output of `conform` for people: a progress bar during the run, and the text report at the end. It
// does not judge.
#pragma once

#include <cstddef>
#include <iosfwd>

#include "base/redaction.h"
#include "conform/case_router.h"
#include "conform/case_selection.h"
#include "model/verdict.h"
#include "report/run_text.h"

namespace jobrig::conform {

/// One line that each result overwrites. For one thread at a time.
class ProgressBar {
 public:
  /// `terminal` tells whether `err` is a terminal; if not, nothing is written.
  ProgressBar(std::ostream& err, bool terminal) : err_(err), terminal_(terminal) {}
  void show(const model::CaseResult& result, std::size_t done, std::size_t of);
  /// Erases the line.
  void clear();

 private:
  std::ostream& err_;
  bool terminal_;
  std::size_t failed_ = 0;
};

/// Prints name, level and summary of each case, one line each.
void print_selection(const Selection& selection, std::ostream& out);

/// Prints the text report, with secrets redacted.
void print_run(const model::RunResult& run, std::ostream& out, const report::TextStyle& style);

/// Whether output to the descriptor may be coloured: it must be a terminal, and NO_COLOR must not be set.
bool wants_colour(int descriptor);

/// Reports the number of requests that did not belong to a running case, if there were any.
void print_unmatched(const CaseRouter::Unmatched& unmatched, const base::Redaction& secrets, std::ostream& err);

}  // namespace jobrig::conform
