// Error answer: reads `error:` and its related keys into model::ErrorAnswer. It builds no response.
#pragma once

#include <optional>

#include "base/fields.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads `error`, `message`, `name-in`, `retry-after` and `x-amz-retry-after`. The error must be documented for an
/// operation that `when` can match, unless `off_contract`.
std::optional<model::ErrorAnswer> read_error(base::Fields& fields, const model::Match& when, bool off_contract,
                                             const Context& context);

/// Reports any of the related keys in an answer without `error`.
void refuse_error_keys(base::Fields& fields);

}  // namespace jobrig::load
