#include "model/call_end.h"

namespace jobrig::model {

bool ends_call(const Exchange& exchange) {
  const bool was_cut = exchange.close_reason != CloseReason::kKept &&
                       (exchange.close_reason != CloseReason::kClosed || !exchange.decision.faults.empty());
  return !was_cut && exchange.status >= 200 && exchange.status < 500 && exchange.status != 408 &&
         exchange.status != 429;
}

}  // namespace jobrig::model
