#include "model/exchange.h"

namespace jobrig::model {

std::string_view close_reason_word(CloseReason close_reason) {
  switch (close_reason) {
    case CloseReason::kKept:
      return "kept";
    case CloseReason::kClosed:
      return "closed";
    case CloseReason::kReset:
      return "reset";
    case CloseReason::kClientGaveUp:
      return "client-gave-up";
    case CloseReason::kServerStopped:
      return "server-stopped";
  }
  return "";
}

}  // namespace jobrig::model
