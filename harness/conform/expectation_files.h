// Expectation files: reads the files given with `--expectations`, and updates the one given with
// `--write-expectations`. It judges nothing.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "expectations/reader.h"
#include "model/expectation.h"
#include "model/verdict.h"

namespace jobrig::conform {

/// Returns all entries of all files, in order. Returns nothing if a file cannot be read or has an error, which is
/// printed to `err`.
std::optional<std::vector<model::Expectation>> read_expectations(const std::vector<std::string>& paths,
                                                                 const expectations::KnownCases& known,
                                                                 std::ostream& err);

/// The file that is updated after a run.
struct ExpectationsTarget {
  std::string path;
  std::string text;                         // as it was before the run; empty: there is no file
  std::vector<model::Expectation> entries;  // of this text
};

/// Returns nothing if the file has an error, cannot be updated or cannot be written, which is printed to `err`.
std::optional<ExpectationsTarget> open_target(const std::string& path, const expectations::KnownCases& known,
                                              std::ostream& err);

/// Writes the known failures of the run (expectations/update.h) and prints what has changed. `given` are the entries of
/// the files that the run was given, which may include this file. False, after a message, if it cannot be written.
bool write_target(const ExpectationsTarget& target, const std::vector<model::Expectation>& given,
                  const model::RunResult& run, base::Instant now, std::ostream& err);

}  // namespace jobrig::conform
