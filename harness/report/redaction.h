// Redaction: removes secrets from the result of a run before a report is written. It recognises them by their names and
// forms (secret_forms.h); other secrets must be given.
#pragma once

#include <string>
#include <string_view>

#include "base/redaction.h"
#include "model/verdict.h"

namespace jobrig::report {

/// Returns a text in which base::kRedacted replaces each secret of a known form.
std::string redact(std::string_view text);

/// Returns the run with every text redacted. `given`: secrets to remove as well. A secret with a known form is also
/// removed from the other texts, where it may have none. Idempotent.
model::RunResult redacted(model::RunResult run, const base::Redaction& given = {});

}  // namespace jobrig::report
