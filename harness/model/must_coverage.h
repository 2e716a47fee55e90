// MUST coverage: which MUST cases of a run were judged, and how. It assigns no verdicts.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "model/verdict.h"

namespace jobrig::model {

/// Counts cases, not their repeats. The names point into the run.
struct MustCoverage {
  std::size_t judged = 0;
  std::size_t passed = 0;                    // in every repeat that was judged
  std::size_t failed = 0;                    // known failures, too
  std::vector<std::string_view> not_judged;  // without those over a transport that the client does not speak
};

/// A case of level MUST is judged if a MUST check of it was judged, or if the client failed before: it crashed, sent no
/// request or did not end in time.
MustCoverage must_coverage(const RunResult& run);
/// Of a part of its results; repeats are adjacent.
MustCoverage must_coverage(std::span<const CaseResult* const> results);

/// Whether the case is over a transport that the client does not speak. That is no lack of the client.
bool is_of_other_transport(const CaseResult& result);

/// The number of cases of any level that were judged: neither skipped nor a harness error in every repeat.
std::size_t judged_cases(const RunResult& run);

}  // namespace jobrig::model
