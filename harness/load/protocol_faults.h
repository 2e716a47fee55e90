// Protocol faults: refuses faults of a rule that have no meaning for what the rule names: a protocol, or an MQTT
// packet. A rule that names neither may have any fault: those without a meaning are left out when a request is
// answered.
#pragma once

#include "base/diagnostic.h"
#include "model/scenario.h"

namespace jobrig::load {

void check_protocol_faults(const model::Rule& rule, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
