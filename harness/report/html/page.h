// Run HTML: writes results as one self-contained page that needs no network: a table of cases by clients, and details
// as data. The table is markup and works without a script; the script of the page renders the details when a case is
// opened. Style and script are files in html/. It does not judge.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report::html {

/// Larger pages are slow to open: messages are then cut further as long as that helps.
inline constexpr std::size_t kMaxPage = 5'000'000;

/// Every text is escaped for its context: no text of a client or from the wire can become markup or script.
std::string run_html(std::span<const model::RunResult> runs);

}  // namespace jobrig::report::html
