// Redaction: takes the secrets out of a run's result before any report is written: signatures, access keys, secret keys
// and session tokens, wherever they stand. It finds them by their form; what looks like nothing is not found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"

namespace jobrig::report {

/// What stands in a secret's place.
inline constexpr std::string_view kRedacted = "[redacted]";

/// One text without its secrets: the values of `Signature=`, `Credential=` (up to the first slash), of session tokens
/// and secret keys in headers, queries, JSON and environments, and words of the form of an AWS access key
/// (`AKIA`/`ASIA` and sixteen more). `more`: values to take out wherever they stand.
std::string redact(std::string_view text, const std::vector<std::string>& more = {});

/// The run with every text redacted. Signatures and access keys that its requests carry are taken out of all its texts.
/// Done twice it changes nothing more.
model::RunResult redacted(model::RunResult run);

}  // namespace jobrig::report
