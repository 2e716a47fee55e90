// Case text: writes one result for people: the failing check, expected and found values, the wire, and the command that
// replays the case. It does not judge.
#pragma once

#include <string>

#include "model/verdict.h"

namespace jobrig::report {

/// The title of the verdict in capitals; with colour for a terminal.
std::string shown_verdict(model::Verdict verdict, bool colour);

/// The full text of one case, followed by an empty line. Its first line has the verdict, the name, and the failing
/// check. Every line is safe to print.
std::string case_text(const model::CaseResult& result, bool colour = false);
/// Without the bytes on the wire and the output of the client.
std::string short_case_text(const model::CaseResult& result, bool colour = false);

}  // namespace jobrig::report
