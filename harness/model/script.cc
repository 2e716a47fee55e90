#include "model/script.h"

namespace jobrig::model {

std::string_view close_action_word(CloseAction close_action) {
  switch (close_action) {
    case CloseAction::kKeepOpen:
      return "keep-open";
    case CloseAction::kClose:
      return "close";
    case CloseAction::kReset:
      return "reset";
    case CloseAction::kHalfClose:
      return "half-close";
    case CloseAction::kCloseSilently:
      return "close-without-notify";
    case CloseAction::kHang:
      break;
  }
  return "hang";
}

}  // namespace jobrig::model
