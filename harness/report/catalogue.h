// Catalogue: the formats that a run's results can be written in. One line in catalogue.cc adds one. It opens no file.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/verdict.h"

namespace jobrig::report {

struct FormatRow {
  std::string_view name;                                         // json
  std::string_view option;                                       // --json; of `report` and `conform`
  std::string_view summary;                                      // half a sentence
  std::string (*write)(std::span<const model::RunResult> runs);  // given results without secrets: see write_report
};

std::span<const FormatRow> catalogue();

/// The report on `runs` with their secrets taken out. The one way to a report.
std::string write_report(const FormatRow& format, std::span<const model::RunResult> runs);

}  // namespace jobrig::report
