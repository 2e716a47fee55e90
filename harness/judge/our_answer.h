// Our answer: holds the answers that the rig itself gave in a case against the contract, as a verdict on a client is
// worth nothing if the server was wrong. It does not look at answers that are wrong on purpose.
#pragma once

#include <string>

#include "model/case_record.h"
#include "model/conformance_case.h"

namespace jobrig::judge {

/// How one of the answers broke the contract without the case saying so (`off-contract`, a fault); empty: none did.
std::string broken_answer(const model::ConformanceCase& one, const model::CaseRecord& record);

}  // namespace jobrig::judge
