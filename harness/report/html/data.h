// HTML data: everything about the cases of several runs as the JSON that the HTML page's script draws from
// (html/*.js). The format is between the two of them: programs read run_json.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/verdict.h"
#include "report/html/matrix.h"

namespace jobrig::report::html {

/// {"cases":[{"name","summary","level","requirement","source","cells":[[{…}, …], …]}],"clients":[…],
/// "verdicts":{…}}: cases in the matrix's order, in each a cell for each run, in it a result for each verdict that its
/// repeats came to. Empty members are left out. Times are microseconds since the case
/// began. Of a message or a text of a client at most `most_bytes` are kept, and how many were left out. `<` is escaped,
/// so that the text may stand in a script element.
std::string html_data(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix,
                      std::size_t most_bytes);

}  // namespace jobrig::report::html
