// Catalogue: the table of report formats. One line in catalogue.cc adds one. It opens no files.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/verdict.h"
#include "report/ci_commands.h"
#include "report/run_text.h"

namespace jobrig::report {

struct FormatRow {
  std::string_view name;                                         // json
  std::string_view option;                                       // --json; an option of `report` and `conform`
  std::string_view summary;                                      // a phrase
  std::string (*write)(std::span<const model::RunResult> runs);  // only for write_report, which redacts first
  CommandEscapes escapes;  // of its text; it may be written to the log of a CI job
};

std::span<const FormatRow> catalogue();

/// Returns the report on `runs`, with secrets redacted and without text that a CI system would obey. Every report must
/// be created with this function or the next one.
std::string write_report(const FormatRow& format, std::span<const model::RunResult> runs);
/// The text report for a terminal, likewise.
std::string terminal_text(std::span<const model::RunResult> runs, const TextStyle& style);

}  // namespace jobrig::report
