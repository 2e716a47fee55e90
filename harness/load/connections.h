// Connections: reads `connections:`, what happens to connections regardless of requests. It opens no port (serve/
// does).
#pragma once

#include <vector>

#include "base/node.h"
#include "base/settings.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads a map for all connections, or a list of entries.
std::vector<model::ConnectionStep> read_connections(const base::Node& node, base::Diagnostics& diagnostics);

/// The keys of the map, or of an entry of the list.
base::SettingsDescription describe_connections(bool in_list);

}  // namespace jobrig::load
