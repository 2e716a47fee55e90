// Make fault: the include of each fault's source file: the kind that it declares, its settings, and functions that make
// a fault of each phase. It declares no fault.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "faults/catalogue.h"
#include "faults/response_bytes.h"
#include "faults/settings.h"
#include "model/fault.h"

namespace jobrig::faults {

using RewriteReply = std::function<void(model::Reply&, model::FaultContext&)>;
using RewriteResponse = std::function<void(ResponseBytes&, model::FaultContext&)>;
using RewriteScript = std::function<void(model::Script&, model::FaultContext&)>;

/// The name of the fault comes from the settings. The functions are called from several threads concurrently.
/// `prevents_effect`: see model::Fault.
FaultPointer make_meaning(const Settings& settings, RewriteReply rewrite, bool prevents_effect = false);
/// The same for a fault that has no meaning over MQTT: it changes status or headers.
FaultPointer make_http_meaning(const Settings& settings, RewriteReply rewrite);
/// The fault has no meaning over MQTT. `rewrite` is not called when the response is no longer HTTP.
FaultPointer make_bytes(const Settings& settings, RewriteResponse rewrite);
/// The same for a fault that replaces the bytes of any protocol: the bytes of MQTT are a response that is not HTTP.
FaultPointer make_any_bytes(const Settings& settings, RewriteResponse rewrite);
FaultPointer make_ending(const Settings& settings, RewriteScript rewrite,
                         model::Moment moment = model::Moment::kAnswer);
FaultPointer make_time(const Settings& settings, RewriteScript rewrite);

}  // namespace jobrig::faults
