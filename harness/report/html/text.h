// HTML text: helpers for all parts of the HTML page: escaped text, and the symbol and the bar of verdicts. It contains
// no layout.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/verdict.h"
#include "report/tally.h"

namespace jobrig::report::html {

/// One line of text, for an element or a quoted attribute.
std::string html_text(std::string_view bytes);

/// A link to the details of a case in a run. matrix.js opens them.
std::string case_link(const std::string& name, std::size_t run);

/// A symbol for each verdict, which makes verdicts readable without colour.
std::string verdict_mark(model::Verdict verdict);

/// A bar of all verdicts, with widths in proportion to their counts. Decorative: the numbers are shown next to it.
std::string verdict_bar(const Tally& tally);

}  // namespace jobrig::report::html
