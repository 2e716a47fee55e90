// Run HTML: results as one page that needs nothing else, no network either: a table of cases by clients, drawn here so
// that it shows without a script, too, and everything about each case as data that the page's script draws when it is
// opened. The page's style and script are files in html/.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report::html {

/// Pages above this take their time to open: messages are then cut shorter, as long as that helps.
inline constexpr std::size_t kMaxPage = 5'000'000;

/// Every text in it is escaped for where it stands: nothing that a client or the wire said becomes markup or script.
std::string run_html(std::span<const model::RunResult> runs);

}  // namespace jobrig::report::html
