// Run JSON: writes results as one JSON document. `jobrig report` reads this format (run_json_reader.h);
// schemas/report.schema.json describes it. It contains the complete results; times are rounded down to microseconds.
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

/// {"format":"jobrig-report","version":1,"runs":[…]}, with a final LF. Times in a record are microseconds after its
/// `monotonic_us`; null: the event did not happen. Wire bytes are text, or base64 under `request_base64` and
/// `answer_base64` if they are not UTF-8. In other texts, ill-formed bytes become U+FFFD. The seed is a string, because
/// it is an unsigned 64-bit integer.
std::string run_json(std::span<const model::RunResult> runs, JsonLayout layout = JsonLayout::kIndented);

}  // namespace jobrig::report
