// Mutation switches: the mutations that are switches of the policy. The others are applied where the client acts.
#pragma once

#include "clients/reference/policy.h"

namespace jobrig::reference {

/// Sets the mutation of the policy and the switches that it means.
void mutate(Policy& policy, Mutation mutation);

}  // namespace jobrig::reference
