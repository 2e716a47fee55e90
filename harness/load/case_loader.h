// Case loader: a conformance case's file -> model::ConformanceCase, with every mistake found in one pass. A case is a
// scenario with the calls that a client is asked to make and what is expected of it. It reads no disk and runs nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "load/document.h"
#include "model/case_names.h"
#include "model/conformance_case.h"

namespace jobrig::load {

/// `retry/503-then-ok` for the source `conformance/retry/503-then-ok`; else the source's own name.
std::string case_name(std::string_view source_name);

/// One case with the names of one instance in it. Nothing when there was a mistake; `diagnostics` then says which.
std::optional<model::ConformanceCase> load_case(const Document& document, const model::CaseNames& names,
                                                base::Diagnostics& diagnostics);
/// Likewise for a file that is read once.
std::optional<model::ConformanceCase> load_case(const Source& source, const model::CaseNames& names,
                                                base::Diagnostics& diagnostics);

/// The cases inside the program, each as its first instance. A test holds that they have no mistakes.
std::vector<model::ConformanceCase> shipped_cases();
/// The folder of the shipped scenarios that holds them.
inline constexpr std::string_view kCaseFolder = "conformance";

}  // namespace jobrig::load
