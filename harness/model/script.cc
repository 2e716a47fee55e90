#include "model/script.h"

namespace jobrig::model {

std::size_t byte_count(const std::vector<ScriptStep>& steps) {
  std::size_t count = 0;
  for (const ScriptStep& step : steps) {
    if (const auto* const send = std::get_if<Send>(&step)) {
      count += send->bytes.size();
    }
  }
  return count;
}

std::size_t byte_count(const Script& script) { return byte_count(script.steps); }

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
