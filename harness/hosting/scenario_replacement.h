// Scenario replacement: checks whether a running server can serve another scenario than the one it was started with. It
// does not replace the scenario.
#pragma once

#include <optional>
#include <string>

#include "model/scenario.h"

namespace jobrig::hosting {

/// Returns a sentence that says why `next` cannot replace `served` on the same port, or nothing if it can. Certificates
/// are created only when serving starts.
std::optional<std::string> cannot_replace(const model::Scenario& served, const model::Scenario& next, bool over_tls);

/// Returns why a sandbox under a base path cannot serve the scenario. Everything that happens before a path is read
/// applies to the whole port, not to one sandbox.
std::optional<std::string> cannot_share_port(const model::Scenario& scenario);

}  // namespace jobrig::hosting
