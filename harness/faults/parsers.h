// Parsers: a function a fault, which makes it from its settings (the node behind its name, null for a bare word), or
// reports all that is wrong with them and returns null. Each has a file of its own, which tells its settings; kinds.def
// names them all.
#pragma once

#include <memory>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/fault.h"

namespace jobrig::faults {

using ParseFault = std::shared_ptr<const model::Fault>(const base::Node& settings, base::Diagnostics& diagnostics);

#define JOBRIG_FAULT(name, group, summary, example, parse, ...) ParseFault parse;
#define JOBRIG_ALIAS(...)
#include "faults/kinds.def"
#undef JOBRIG_ALIAS
#undef JOBRIG_FAULT

}  // namespace jobrig::faults
