// Reporting: renders the results of a run in a format of the catalogue, given by name, as `jobrig report` does.
#pragma once

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "report/catalogue.h"

namespace jobrig::test {

inline std::string report_as(std::string_view format, std::span<const model::RunResult> runs) {
  const auto formats = report::catalogue();
  const auto row = std::find_if(formats.begin(), formats.end(), [&](const auto& one) { return one.name == format; });
  if (row == formats.end()) {
    throw std::invalid_argument("there is no format " + std::string(format));
  }
  return report::write_report(*row, runs);
}

}  // namespace jobrig::test
