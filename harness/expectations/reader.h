// Reader: reads the known failures and the flaky cases of an expectations file and reports all mistakes in one pass.
// The cases and checks must exist. It opens no files and does not know the results of the client.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "load/document.h"
#include "model/conformance_case.h"
#include "model/expectation.h"

namespace jobrig::expectations {

/// The names of the cases with the names of their checks.
using KnownCases = std::map<std::string, std::set<std::string>, std::less<>>;

void add_known_case(const model::ConformanceCase& one, KnownCases& known);

/// The entries of one file, known failures first, each list in the order of the file. Returns nothing after a mistake,
/// which is in `diagnostics`.
std::optional<std::vector<model::Expectation>> load_expectations(const load::Document& document,
                                                                 const KnownCases& known,
                                                                 base::Diagnostics& diagnostics);

}  // namespace jobrig::expectations
