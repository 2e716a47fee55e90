// Replicas: finds what differs when several servers with one scenario share the things of the clients, as behind a load
// balancer that hashes by thing. State, counters, chance and request IDs belong to a thing and do not differ. It
// reports no mistakes.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "model/scenario.h"

namespace jobrig::load {

/// `file` is the place of warnings about the scenario as a whole.
void warn_about_replicas(const model::Scenario& scenario, const std::string& file, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
