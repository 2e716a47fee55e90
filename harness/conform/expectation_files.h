// Expectation files: reads the known failures of the files given with `--expectations`. It judges nothing.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "load/expectations.h"
#include "model/expectation.h"

namespace jobrig::conform {

/// Returns all entries of all files, in order. Returns nothing if a file cannot be read or has an error, which is
/// printed to `err`.
std::optional<std::vector<model::Expectation>> read_expectations(const std::vector<std::string>& paths,
                                                                 const load::KnownCases& known, std::ostream& err);

}  // namespace jobrig::conform
