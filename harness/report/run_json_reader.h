// Run JSON reader: parses the document that run_json writes and restores the same results. It validates the text
// against schemas/report.schema.json first. It does not open files.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/verdict.h"

namespace jobrig::report {

/// Returns the runs of the document in order. The error is a phrase that follows the file name: `is not a report of
/// jobrig: /runs/0/seed must be text, not a whole number`.
base::Result<std::vector<model::RunResult>> read_run_json(std::string_view text);

}  // namespace jobrig::report
