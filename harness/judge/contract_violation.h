// Contract violation: checks jobrig's own responses in a case against the contract, because a verdict on a client is
// worthless if the server was wrong. It skips responses that break the contract on purpose.
#pragma once

#include <string>

#include "model/case_record.h"
#include "model/conformance_case.h"

namespace jobrig::judge {

/// How a response broke the contract although the case did not ask for it (`off-contract`, a fault). Empty: no
/// violation.
std::string contract_violation(const model::ConformanceCase& conformance_case, const model::CaseRecord& record);

}  // namespace jobrig::judge
