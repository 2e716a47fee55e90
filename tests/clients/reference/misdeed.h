// Misdeed: what a mutant does to the runner instead of answering a call, or beside it.
#pragma once

#include "clients/reference/policy.h"

namespace jobrig::reference {

/// Does what is to be done when a call has come, before it is made. May not return.
void commit(Misdeed misdeed);

}  // namespace jobrig::reference
