// Conform text: what `conform` prints for a person: while it runs a bar on a terminal and nothing elsewhere, at its end
// what was found, as report/ tells it.
#pragma once

#include <cstddef>
#include <iosfwd>

#include "conform/case_router.h"
#include "conform/case_selection.h"
#include "model/verdict.h"
#include "report/run_text.h"

namespace jobrig::commands {

/// One line that is written over and over. For one thread at a time.
class ProgressBar {
 public:
  /// `terminal`: whether `err` is one; nothing is written elsewhere.
  ProgressBar(std::ostream& err, bool terminal) : err_(err), terminal_(terminal) {}
  void show(const model::CaseResult& result, std::size_t done, std::size_t of);
  /// Takes the line away.
  void clear();

 private:
  std::ostream& err_;
  bool terminal_;
  std::size_t failed_ = 0;
};

/// Name, level and summary of each case, a line each.
void print_selection(const conform::Selection& selection, std::ostream& out);

/// The text report, without secrets.
void print_run(const model::RunResult& run, std::ostream& out, const report::TextStyle& style);

/// Whether what is written to the descriptor may be coloured: it is a terminal, and NO_COLOR is not set.
bool wants_colour(int descriptor);

/// Says how many requests named no case, when there were any.
void print_strays(const conform::CaseRouter::Unmatched& unmatched, std::ostream& err);

}  // namespace jobrig::commands
