// Case loader: the text of a conformance case's file -> model::ConformanceCase, with every mistake found in one pass. A
// case is a scenario with the calls that a client is asked to make and what is expected of it. It reads no disk and
// runs nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "load/name_substitution.h"
#include "load/scenario_loader.h"
#include "model/conformance_case.h"

namespace jobrig::load {

/// `retry/503-then-ok` for the source `conformance/retry/503-then-ok`; else the source's own name.
std::string case_name(std::string_view source_name);

/// Names that no other instance of a run has: `case-` and eight letters that follow from the case's name, then `-` and
/// the number of the instance; `job-` and the same.
CaseNames case_names(std::string_view case_name, std::uint64_t instance);

/// One case with the names of one instance in it. Nothing when there was a mistake; `diagnostics` then says which.
std::optional<model::ConformanceCase> load_case(const Source& source, const CaseNames& names,
                                                base::Diagnostics& diagnostics);

}  // namespace jobrig::load
