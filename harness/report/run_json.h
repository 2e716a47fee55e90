// Run JSON: results as one JSON document, the format that `jobrig report` reads back (run_json_reader.h) and that
// schemas/report.schema.json describes. Nothing of a result is left out; moments are rounded down to microseconds.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "model/verdict.h"

namespace jobrig::report {

/// The document's `format` and `version`.
inline constexpr const char* kJsonFormat = "jobrig-report";
inline constexpr int kJsonVersion = 1;

enum class JsonLayout : std::uint8_t { kIndented, kCompact };

/// {"format":"jobrig-report","version":1,"runs":[…]}, with a final LF. Moments of a record are microseconds after its
/// `monotonic_us`, null for what never came. Wire bytes are text, or base64 under `request_base64` and `answer_base64`
/// when they are no UTF-8; in other texts ill-formed bytes become U+FFFD. The seed is text: 64 bits without a sign.
std::string run_json(std::span<const model::RunResult> runs, JsonLayout layout = JsonLayout::kIndented);

}  // namespace jobrig::report
