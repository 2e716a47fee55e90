// Run file: reads a file that `jobrig conform --json` wrote. It does not parse the document (run_json_reader.h does).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/verdict.h"

namespace jobrig::report {

/// Returns the runs in the file, in order. The error names the file.
base::Result<std::vector<model::RunResult>> read_run_file(const std::string& path);

}  // namespace jobrig::report
