// Redaction: removes secrets from the result of a run before a report is written: signatures, access keys, secret keys
// and session tokens, in any text. It recognises secrets by their form and does not find others.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"

namespace jobrig::report {

/// The replacement of a secret.
inline constexpr std::string_view kRedacted = "[redacted]";

/// Returns a text without its secrets: the values of `Signature=`, `Credential=` (up to the first slash), of session
/// tokens and secret keys in headers, queries, JSON and environments, and words with the form of an AWS access key
/// (`AKIA` or `ASIA` followed by sixteen characters). `more`: values to remove everywhere.
std::string redact(std::string_view text, const std::vector<std::string>& more = {});

/// Returns the run with every text redacted. Signatures and access keys in its requests are removed from all its texts.
/// Idempotent.
model::RunResult redacted(model::RunResult run);

}  // namespace jobrig::report
