// Expectations: an expectations file -> the known failures in it, with every mistake found in one pass. They may name
// only known cases and checks. It reads no disk and does not know what the client did.
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

namespace jobrig::load {

/// The names of cases with the names of their checks.
using KnownCases = std::map<std::string, std::set<std::string>, std::less<>>;

void add_known_case(const model::ConformanceCase& one, KnownCases& known);

/// The known failures of one file. Nothing when there was a mistake; `diagnostics` then says which.
std::optional<std::vector<model::Expectation>> load_expectations(const Document& document, const KnownCases& known,
                                                                 base::Diagnostics& diagnostics);

}  // namespace jobrig::load
