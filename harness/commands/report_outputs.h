// Report outputs: which reports a user wants and where they go, one option for each format of report/catalogue. Shared
// by `jobrig report` and `jobrig conform`. It judges nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "commands/command.h"
#include "commands/options.h"
#include "model/verdict.h"

namespace jobrig::commands {

class ReportOutputs {
 public:
  ReportOutputs();

  /// An option `--FORMAT FILE` for each format; `-` is stdout. Must outlive the parsing.
  void declare(Options& options);
  /// Whether any report was asked for.
  [[nodiscard]] bool any() const;
  /// Whether one goes to stdout.
  [[nodiscard]] bool take_stdout() const;
  /// Writes every report that was asked for, each file whole or not at all. Goes on after a file that cannot be
  /// written; the error is the first one's, with the file's name.
  std::optional<base::Error> write(std::span<const model::RunResult> runs, Streams& streams) const;

 private:
  std::vector<std::vector<std::string>> files_;  // by the catalogue's rows
};

}  // namespace jobrig::commands
