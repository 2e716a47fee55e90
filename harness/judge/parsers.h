// Parsers: a function a check, which makes it from its settings (the node behind its name, null for a bare key), or
// reports all that is wrong with them and returns null. Each has a file of its own, which tells its settings; kinds.def
// names them all.
#pragma once

#include <memory>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/check.h"

namespace jobrig::judge {

using ParseCheck = std::shared_ptr<const model::Check>(const base::Node& settings, base::Diagnostics& diagnostics);

#define JOBRIG_CHECK(name, summary, example, parse, needs_report) ParseCheck parse;
#include "judge/kinds.def"
#undef JOBRIG_CHECK

}  // namespace jobrig::judge
