// Expectation files: reads the known failures of the files given with `--expectations`. It judges nothing.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "load/expectations.h"
#include "model/expectation.h"

namespace jobrig::conform {

/// All entries of all files, in order. Nothing when one cannot be read or has a mistake; `err` then says which.
std::optional<std::vector<model::Expectation>> read_expectations(const std::vector<std::string>& paths,
                                                                 const load::KnownCases& known, std::ostream& err);

}  // namespace jobrig::conform
