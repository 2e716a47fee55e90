// Case checks: `expect:` of a conformance case -> model::CheckUse. Each kind of check reads its own settings in judge/.
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

/// Reads a map of check names to settings, or to a list of settings for a check that is used several times. `level` is
/// the level of checks that set none.
std::vector<model::CheckUse> read_checks(const base::Node& expect, model::Level level, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
