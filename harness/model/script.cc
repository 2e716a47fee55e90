#include "model/script.h"

namespace jobrig::model {

std::string_view ending_word(Ending ending) {
  switch (ending) {
    case Ending::kKeepOpen:
      return "keep-open";
    case Ending::kClose:
      return "close";
    case Ending::kReset:
      return "reset";
    case Ending::kHalfClose:
      return "half-close";
    case Ending::kCloseSilently:
      return "close-without-notify";
    case Ending::kHang:
      break;
  }
  return "hang";
}

}  // namespace jobrig::model
