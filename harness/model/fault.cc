#include "model/fault.h"

namespace jobrig::model {

void Fault::rewrite_reply(Reply& /*reply*/, FaultContext& /*context*/) const {}
void Fault::rewrite_script(Script& /*script*/, FaultContext& /*context*/) const {}

}  // namespace jobrig::model
