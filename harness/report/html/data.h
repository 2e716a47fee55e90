// HTML data: the results of several runs as JSON for the script of the HTML page (html/*.js). The format is internal;
// programs should read run_json instead.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/verdict.h"
#include "report/html/matrix.h"

namespace jobrig::report::html {

/// The most bytes of a message or text.
struct ByteLimits {
  std::size_t failed = 0;  // of a result that fails the run
  std::size_t others = 0;
};

/// {"cases":[{"name","summary","level","requirement","source","cells":[[{…}, …], …]}],"clients":[…], "verdicts":{…}}.
/// The cases have the order of the matrix. Each case has a cell per run, and each cell a result per verdict of its
/// repeats. Empty members are omitted. Times are microseconds since the start of the case. Messages and texts of
/// clients are cut to the limit, with the number of omitted bytes. `<` is escaped for use in a script element.
std::string html_data(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix,
                      const ByteLimits& limits);

}  // namespace jobrig::report::html
