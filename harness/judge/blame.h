// Blame: whether a result counts against the client. It does not decide the exit code.
#pragma once

#include "model/verdict.h"

namespace jobrig::judge {

/// True if the case failed, timed out or was not called, and no expectation covers it.
bool blames_client(const model::CaseResult& result);

}  // namespace jobrig::judge
