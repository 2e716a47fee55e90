// Report outputs: the requested reports and their files, one option for each format of report/catalogue, and how much
// the text for the terminal contains. Used by `jobrig report` and `jobrig conform`. It judges nothing.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "commands/command.h"
#include "commands/options.h"
#include "model/verdict.h"
#include "report/catalogue.h"
#include "report/run_text.h"

namespace jobrig::commands {

class ReportOutputs {
 public:
  ReportOutputs();

  /// Declares an option `--FORMAT FILE` for each format; `-` is stdout. Must outlive the parsing.
  void declare(Options& options);
  /// The same; `--help` shows the formats as one entry.
  void declare_in_brief(Options& options);
  /// Whether any report was requested.
  [[nodiscard]] bool any() const;
  /// Whether a report goes to stdout.
  [[nodiscard]] bool take_stdout() const;
  /// What the terminal shows.
  [[nodiscard]] report::TextDetail detail() const;
  /// Returns why a report cannot be written; nothing if it looks possible. Call it before a run.
  [[nodiscard]] std::optional<base::Error> check() const;
  /// The first requested format whose option is not among these; null: there is none.
  [[nodiscard]] const report::FormatRow* other_than(std::span<const std::string_view> options) const;
  /// Writes every requested report; each file is written atomically. Continues after a file that cannot be written;
  /// returns the first error, with the name of the file.
  std::optional<base::Error> write(std::span<const model::RunResult> runs, Streams& streams) const;
  /// The same with the text that `text_of` returns for a format.
  std::optional<base::Error> write(const std::function<std::string(const report::FormatRow&)>& text_of,
                                   Streams& streams) const;

 private:
  void declare_formats(Options& options);
  void declare_detail(Options& options);

  std::vector<std::vector<std::string>> files_;  // by row of the catalogue
  bool quiet_ = false;
  bool verbose_ = false;
};

}  // namespace jobrig::commands
