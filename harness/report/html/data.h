// HTML data: the results of several runs as JSON for the script of the HTML page (html/*.js). The format is internal;
// programs should read run_json instead.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/verdict.h"
#include "report/html/matrix.h"

namespace jobrig::report::html {

/// {"cases":[{"name","summary","level","requirement","source","cells":[[{…}, …], …]}],"clients":[…], "verdicts":{…}}.
/// The cases have the order of the matrix. Each case has a cell per run, and each cell a result per verdict of its
/// repeats. Empty members are omitted. Times are microseconds since the start of the case. Messages and texts of
/// clients are cut to `most_bytes`, with the number of omitted bytes. `<` is escaped for use in a script element.
std::string html_data(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix,
                      std::size_t most_bytes);

}  // namespace jobrig::report::html
