// TLS: `tls:` of a scenario -> how its connections are treated below HTTP. It makes no certificates (certificates/
// does).
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "base/node.h"
#include "base/settings.h"
#include "model/scenario.h"

namespace jobrig::load {

/// A map is one way for all connections; a list has `during:` and `times:` beside each, and the first that is open and
/// not used up is taken. An entry behind one that takes every connection is a mistake.
std::vector<model::TlsStep> read_tls(const base::Node& node, base::Diagnostics& diagnostics);

/// The settings of a map, or of an entry of a list.
base::SettingsDescription describe_tls(bool in_list);

}  // namespace jobrig::load
