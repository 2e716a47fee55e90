#include "serve/player.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace jobrig::serve {
namespace {

constexpr std::chrono::milliseconds kConfirmStep{1};
// A jump of virtual time does not wake waits. Waits in virtual time are checked at this interval, which is also how
// late a jump may be noticed.
constexpr std::chrono::milliseconds kVirtualStep{10};

}  // namespace

Player::State Player::play(TimerQueue& timers, model::Script script, base::Monotonic since,
                           const std::shared_ptr<PlayerUser>& user) {
  script_ = std::move(script);
  since_ = since;
  return play_steps(timers, user);
}

Player::State Player::go_on(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user) {
  waits_for_room_ = false;
  return play_steps(timers, user);
}

Player::State Player::wait_until(base::Monotonic deadline, TimerQueue& timers,
                                 const std::shared_ptr<PlayerUser>& user) {
  timers.set(deadline, user);
  return State::kWaiting;
}

Player::State Player::play_steps(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user) {
  for (; step_ < script_.steps.size(); ++step_) {
    const auto* const pause = std::get_if<model::Pause>(&script_.steps[step_]);
    if (pause != nullptr && pause->virtual_time) {
      const base::Duration left = left_of_virtual(*pause);
      if (left > base::Duration::zero()) {
        return wait_until(clock_.monotonic() + std::min<std::chrono::nanoseconds>(left, kVirtualStep), timers, user);
      }
      virtual_until_.reset();
      since_ = clock_.monotonic();
      continue;
    }
    if (pause != nullptr) {
      const base::Monotonic deadline = since_ + pause->length;
      if (clock_.monotonic() < deadline) {
        return wait_until(deadline, timers, user);
      }
      since_ = deadline;
      continue;
    }
    if (!write(std::get<model::Send>(script_.steps[step_]).bytes)) {
      if (broken_) {
        return State::kBroken;
      }
      waits_for_room_ = true;
      transport_.wait_writable(user);
      return State::kWaiting;
    }
    offset_ = 0;
  }
  return end(timers, user);
}

/// The remaining part of a pause in virtual time; the first call starts the pause.
base::Duration Player::left_of_virtual(const model::Pause& pause) {
  const base::Instant now = (script_.clock ? *script_.clock : clock_).civil();
  if (!virtual_until_) {
    virtual_until_ = now + std::chrono::ceil<base::Duration>(pause.length);
  }
  return *virtual_until_ - now;
}

/// Returns true if everything was written.
bool Player::write(const std::string& bytes) {
  while (offset_ < bytes.size()) {
    // Measured before the write: the client may read the bytes and continue before write() returns.
    const base::Monotonic left = clock_.monotonic();
    const Transfer transfer = transport_.write(std::string_view(bytes).substr(offset_));
    if (transfer.state != Transfer::State::kDone) {
      broken_ = transfer.state == Transfer::State::kFailed;
      return false;
    }
    last_byte_ = left;
    since_ = clock_.monotonic();  // pauses must not start too early
    if (sent_ == 0) {
      first_byte_ = last_byte_;
    }
    offset_ += transfer.bytes;
    sent_ += transfer.bytes;
  }
  return true;
}

Player::State Player::end(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user) {
  if (confirms_ || script_.close_action == model::CloseAction::kReset) {
    const int unconfirmed = transport_.unconfirmed();
    if (unconfirmed < 0) {
      return State::kBroken;
    }
    const base::Monotonic now = clock_.monotonic();
    if (confirm_since_ == base::Monotonic{}) {
      confirm_since_ = now;
    }
    if (unconfirmed > 0 && now - confirm_since_ < kConfirmTime) {
      return wait_until(now + kConfirmStep, timers, user);
    }
  }
  switch (script_.close_action) {
    case model::CloseAction::kKeepOpen:
    case model::CloseAction::kHang:
      break;
    case model::CloseAction::kClose:
    case model::CloseAction::kHalfClose:
      transport_.shut_down_sending();
      break;
    case model::CloseAction::kCloseSilently:
      transport_.shut_down_sending_silently();
      break;
    case model::CloseAction::kReset:
      transport_.close(true);
      break;
  }
  return State::kDone;
}

std::string Player::take_bytes() {
  std::string bytes;
  for (model::ScriptStep& step : script_.steps) {
    if (auto* send = std::get_if<model::Send>(&step); send != nullptr && bytes.size() < sent_) {
      if (bytes.empty()) {
        bytes = std::move(send->bytes);
      } else {
        bytes += send->bytes;
      }
    }
  }
  bytes.resize(std::min(bytes.size(), sent_));
  return bytes;
}

}  // namespace jobrig::serve
