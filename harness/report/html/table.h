// HTML table: the matrix of cases by clients as markup: a header cell a client, a body an area, a row a case, a button
// a verdict. The buttons do nothing without the page's script.
#pragma once

#include <span>
#include <string>

#include "model/verdict.h"
#include "report/html/matrix.h"

namespace jobrig::report::html {

/// The header cells of the clients.
std::string table_head(std::span<const model::RunResult> runs);
/// The table's bodies. Rows carry data-case (their place in the matrix, as in html_data), data-level and data-verdicts,
/// bodies data-area.
std::string table_body(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix);

}  // namespace jobrig::report::html
