// Arrivals: finds the jobs that steps of other jobs let arrive (`arrive:`), and marks their executions: they do not
// exist before. It reads no keys.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "model/scenario.h"

namespace jobrig::load {

/// `jobs`: all jobs of one thing.
void resolve_arrivals(std::vector<model::Job>& jobs, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
