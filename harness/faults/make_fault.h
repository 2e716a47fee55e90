// Make fault: what the file of a fault includes: the kind that it declares, its settings, and what turns a function
// into a fault of its phase.
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

/// The settings give the fault its name. The functions are called from several threads at once.
FaultPointer make_meaning(const Settings& settings, RewriteReply rewrite);
/// Not called when the response is not HTTP any more.
FaultPointer make_bytes(const Settings& settings, RewriteResponse rewrite);
FaultPointer make_ending(const Settings& settings, RewriteScript rewrite,
                         model::Moment moment = model::Moment::kAnswer);
FaultPointer make_time(const Settings& settings, RewriteScript rewrite);

}  // namespace jobrig::faults
