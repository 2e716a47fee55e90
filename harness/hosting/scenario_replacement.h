// Scenario replacement: whether a scenario may come to be served while the server runs, where it is not the one that
// the server was started for. It replaces nothing.
#pragma once

#include <optional>
#include <string>

#include "model/scenario.h"

namespace jobrig::hosting {

/// Why `next` cannot take the place of `served` on the same port, in a sentence; nothing when it can. Certificates are
/// made when serving starts.
std::optional<std::string> cannot_replace(const model::Scenario& served, const model::Scenario& next, bool over_tls);

/// Why a sandbox below a base path cannot serve it: what happens before a path is read is the port's, not a sandbox's.
std::optional<std::string> cannot_share_port(const model::Scenario& scenario);

}  // namespace jobrig::hosting
