// Run fixture: hand-made results of runs that were never run, for the tests of reports: every verdict, texts that
// attack each format, and secrets.
#pragma once

#include <cstddef>
#include <string_view>

#include "model/verdict.h"

namespace jobrig::test {

/// One run with all eight verdicts, a known failure, a flaky case and a stale expectation. Its texts hold HTML, control
/// bytes, ill-formed UTF-8, pipes and the secrets below. The same at every call.
model::RunResult every_verdict_run();

/// A second client's run of the same cases, with other verdicts and without the last case.
model::RunResult other_client_run();

/// A run of `cases` cases in eight areas, for what has to stay fast; `client` is its client's name.
model::RunResult big_run(std::string_view client, std::size_t cases);

/// What must not stand in any report on every_verdict_run.
inline constexpr std::string_view kAccessKey = "AKIAIOSFODNN7EXAMPLE";
inline constexpr std::string_view kSignature = "fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024";
inline constexpr std::string_view kSecretKey = "wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY";

}  // namespace jobrig::test
