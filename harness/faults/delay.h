// Delay: waits before the first byte of the answer. Real time, whatever the scenario's clock does.
#pragma once

#include <memory>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/fault.h"

namespace jobrig::faults {

/// `200ms`, or a map: `{fixed: 200ms}`. At most a day.
std::shared_ptr<const model::Fault> parse_delay(const base::Node& settings, base::Diagnostics& diagnostics);

}  // namespace jobrig::faults
