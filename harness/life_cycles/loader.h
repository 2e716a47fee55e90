// Life cycle loader: reads a life cycle from a tree and reports all mistakes in one pass. It starts nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "life_cycles/life_cycle.h"
#include "load/document.h"
#include "load/sources.h"

namespace jobrig::life_cycles {

/// Returns nothing after a mistake, which is in `diagnostics`.
std::optional<LifeCycle> load_life_cycle(const load::Document& document, base::Diagnostics& diagnostics);

/// The folder of the built-in life cycles.
inline constexpr std::string_view kLifeCycleFolder = "agents";

/// The life cycles in these sources, sorted by name. A file of another kind is a mistake.
std::vector<LifeCycle> load_life_cycles(const std::vector<load::Source>& sources, base::Diagnostics& diagnostics);

}  // namespace jobrig::life_cycles
