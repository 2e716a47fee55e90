// TLS: reads `tls:` of a scenario. It creates no certificates (certificates/ does) and opens no connections.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "base/node.h"
#include "base/settings.h"
#include "model/scenario.h"

namespace jobrig::load {

/// A map applies to all connections. In a list, each entry may have `during:` and `times:`, and the first entry that is
/// active and not used up applies. An entry after one that takes every connection is a mistake.
std::vector<model::TlsStep> read_tls(const base::Node& node, base::Diagnostics& diagnostics);

/// The settings of a map, or of an entry of a list.
base::SettingsDescription describe_tls(bool in_list);

}  // namespace jobrig::load
