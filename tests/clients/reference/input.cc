#include "clients/reference/input.h"

#include <chrono>
#include <utility>

namespace jobrig::reference {
namespace {

using namespace std::chrono_literals;

constexpr Milliseconds kShortPause = 500ms;

[[noreturn]] void cut(bool begun) {
  throw Failure{"transport", begun ? "the answer was cut" : "the connection was closed before an answer", "", 0, begun};
}

}  // namespace

Moment Input::deadline() const {
  if (in_body_ && time_.pause_is_end) {
    return in(kShortPause);
  }
  return time_.gives_up && (time_.gives_up_in_body || !in_body_) ? std::min(whole_, in(time_.silence)) : Moment::max();
}

/// Returns false at the end.
bool Input::more() {
  try {
    const std::string piece = connection_.receive(deadline());
    begun_ = begun_ || !piece.empty();
    waiting_ += piece;
    return !piece.empty();
  } catch (Failure& failure) {
    failure.in_answer = begun_;
    if (failure.kind == "timeout" && in_body_ && time_.pause_is_end) {
      return false;
    }
    throw;
  }
}

std::string Input::line(std::size_t most) {
  for (;;) {
    const std::size_t end = waiting_.find('\n');
    if (end != std::string::npos && end > 0 && waiting_[end - 1] == '\r' && end <= most) {
      std::string taken = waiting_.substr(0, end - 1);
      waiting_.erase(0, end + 1);
      return taken;
    }
    if (end != std::string::npos || waiting_.size() > most) {
      throw Failure{"decoding", "a line that is no line of HTTP", "", 0, true};
    }
    if (!more()) {
      cut(begun_);
    }
  }
}

std::string Input::bytes(std::size_t count) {
  while (waiting_.size() < count) {
    if (!more()) {
      cut(true);
    }
  }
  std::string taken = waiting_.substr(0, count);
  waiting_.erase(0, count);
  return taken;
}

std::string Input::rest(std::size_t most) {
  while (more()) {
    if (waiting_.size() > most) {
      throw Failure{"decoding", "the body is too long", "", 0, true};
    }
  }
  return std::exchange(waiting_, "");
}

std::string Input::piece() {
  if (waiting_.empty()) {
    more();
  }
  return std::exchange(waiting_, "");
}

}  // namespace jobrig::reference
