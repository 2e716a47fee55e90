// Case loader: loads the file of a conformance case into model::ConformanceCase and reports all mistakes in one pass. A
// case is a scenario with the calls that a client must make and the expected behaviour. It reads no files and runs
// nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "load/document.h"
#include "model/case_names.h"
#include "model/conformance_case.h"

namespace jobrig::suite {

/// `retry/503-then-ok` for the source `conformance/retry/503-then-ok`; otherwise the unchanged name of the source.
std::string case_name(std::string_view source_name);

/// The cases in a file: itself, or one for each combination of a family (suite/case_table.h). Empty after a mistake.
std::vector<load::Document> case_documents(const load::Document& document, base::Diagnostics& diagnostics);

/// Loads one case with the names of one instance and the levels of `profile`. Returns nothing after a mistake, which is
/// in `diagnostics`.
std::optional<model::ConformanceCase> load_case(const load::Document& document, const model::CaseNames& names,
                                                base::Diagnostics& diagnostics,
                                                model::LevelProfile profile = model::LevelProfile::kSdk);
/// The same, for a file that has not been parsed.
std::optional<model::ConformanceCase> load_case(const load::Source& source, const model::CaseNames& names,
                                                base::Diagnostics& diagnostics);

/// The cases inside the program, each with the names of its first instance. A test verifies that they have no mistakes.
/// `text`: only of files that contain it, for example the id of a requirement; the others are not parsed.
std::vector<model::ConformanceCase> shipped_cases(std::string_view text = {});
/// The name of the built-in file that contains the case: `conformance/error/names` for `error/terminal-in-code`. Empty:
/// there is no such case.
std::string family_of(std::string_view name);
/// The folder of these cases in the shipped scenarios.
inline constexpr std::string_view kCaseFolder = "conformance";

}  // namespace jobrig::suite
