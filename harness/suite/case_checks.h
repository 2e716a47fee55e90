// Case checks: reads `expect:` of a conformance case into model::CheckUse. It does not read the settings of a check;
// each kind in judge/ reads its own.
#pragma once

#include <optional>
#include <vector>

#include "base/diagnostic.h"
#include "base/fields.h"
#include "base/node.h"
#include "judge/catalogue.h"
#include "model/conformance_case.h"

namespace jobrig::suite {

/// `level:` as MUST, SHOULD or INFO.
std::optional<model::Level> read_level(base::Fields& fields);

/// Reads a map from check names to settings. A check that is used several times has a list of settings. `level` is the
/// default level. A check of the other transport is a mistake.
std::vector<model::CheckUse> read_checks(const base::Node& expect, model::Level level, judge::Transport transport,
                                         base::Diagnostics& diagnostics);

}  // namespace jobrig::suite
