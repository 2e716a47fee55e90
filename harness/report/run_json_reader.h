// Run JSON reader: the document that run_json writes -> results, the same again. It holds the text to
// schemas/report.schema.json first; it opens no file.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/verdict.h"

namespace jobrig::report {

/// The runs of the document in order. The error is half a sentence to be put behind the file's name: `is no report of
/// jobrig: /runs/0/seed must be text, not a whole number`.
base::Result<std::vector<model::RunResult>> read_run_json(std::string_view text);

}  // namespace jobrig::report
