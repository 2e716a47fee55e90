// Run fixture: hand-made results of runs for the tests of reports: every verdict, texts that attack each format, and
// secrets. It runs nothing.
#pragma once

#include <cstddef>
#include <string_view>

#include "model/verdict.h"

namespace jobrig::test {

/// One run with all eight verdicts, a known failure, a flaky case and an out-of-date expectation. Its texts contain
/// HTML, control bytes, invalid UTF-8, pipes and the secrets below. Every call returns the same run.
model::RunResult every_verdict_run();

/// The run of a second client with the same cases except the last one, and other verdicts.
model::RunResult other_client_run();

/// A run with `cases` cases in eight areas, for performance tests. `client` is the name of its client.
model::RunResult big_run(std::string_view client, std::size_t cases);

/// A run with `cases` failures, distributed over as many checks as `checks`.
model::RunResult failing_run(std::size_t cases, std::size_t checks);

/// Must not occur in any report on every_verdict_run.
inline constexpr std::string_view kAccessKey = "AKIAIOSFODNN7EXAMPLE";
inline constexpr std::string_view kSignature = "fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024";
inline constexpr std::string_view kSecretKey = "wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY";

}  // namespace jobrig::test
