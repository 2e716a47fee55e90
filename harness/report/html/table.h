// HTML table: the matrix of cases by clients as markup: a header cell per client, a body per area, a row per case, a
// button per verdict. The buttons need the script of the page.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"
#include "report/html/matrix.h"

namespace jobrig::report::html {

/// The header cells of the clients.
std::string table_head(std::span<const model::RunResult> runs);
/// The bodies of the table. Rows have the attributes data-case (index in the matrix, as in html_data), data-level and
/// data-verdicts; bodies have data-area.
std::string table_body(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix);

}  // namespace jobrig::report::html
