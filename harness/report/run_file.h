// Run file: reads the results that `jobrig conform --json` wrote to a file.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/verdict.h"

namespace jobrig::report {

/// The runs in the file, in order. The error names the file.
base::Result<std::vector<model::RunResult>> read_run_file(const std::string& path);

}  // namespace jobrig::report
