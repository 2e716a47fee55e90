// Blame: whether a result is the client's failure. It does not decide the exit code.
#pragma once

#include "model/verdict.h"

namespace jobrig::judge {

/// True when the case failed, timed out or was not called, and no known failure covers it.
bool blames_client(const model::CaseResult& result);

}  // namespace jobrig::judge
