// Case checks: `expect:` of a conformance case -> model::CheckUse. The settings of each kind are read by its own file
// in judge/.
#pragma once

#include <optional>
#include <vector>

#include "base/diagnostic.h"
#include "base/fields.h"
#include "base/node.h"
#include "model/conformance_case.h"

namespace jobrig::load {

/// `level:` as MUST, SHOULD or INFO.
std::optional<model::Level> read_level(base::Fields& fields);

/// A map of check names to their settings, or to a list of settings where a check is used several times. `level` is
/// that of checks that state none.
std::vector<model::CheckUse> read_checks(const base::Node& expect, model::Level level, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
