// Misdeed: what a mutant does to the runner instead of, or in addition to, answering a call. It makes no calls.
#pragma once

#include "clients/reference/policy.h"

namespace jobrig::reference {

/// Performs the misdeed after a call was received and before it is made. May not return.
void commit(Misdeed misdeed);

}  // namespace jobrig::reference
