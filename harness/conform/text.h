// Conform text: what `conform` prints for people: a progress bar while it runs, and the text report at the end.
#pragma once

#include <cstddef>
#include <iosfwd>

#include "conform/case_router.h"
#include "conform/case_selection.h"
#include "model/verdict.h"
#include "report/run_text.h"

namespace jobrig::conform {

/// One line that is overwritten with each result. For one thread at a time.
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

/// Name, level and summary of each case, a line each.
void print_selection(const Selection& selection, std::ostream& out);

/// The text report, with secrets redacted.
void print_run(const model::RunResult& run, std::ostream& out, const report::TextStyle& style);

/// Whether output to the descriptor may be coloured: it is a terminal, and NO_COLOR is not set.
bool wants_colour(int descriptor);

/// Says how many requests did not belong to a running case, if any.
void print_unmatched(const CaseRouter::Unmatched& unmatched, std::ostream& err);

}  // namespace jobrig::conform
