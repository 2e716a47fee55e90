#include "serve/player.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/deadline.h"

namespace jobrig::serve {
namespace {

constexpr std::chrono::milliseconds kConfirmStep{1};
// Number of bytes written before other connections are served.
constexpr std::size_t kMaxWrite = std::size_t{256} * 1024;

}  // namespace

Player::State Player::play(TimerQueue& timers, model::Script&& script, base::Monotonic since,
                           const std::shared_ptr<PlayerUser>& user, std::size_t ahead) {
  steps_ = std::move(script.steps);
  close_action_ = script.close_action;
  until_next_request_ = script.until_next_request;
  if (script.clock || script.source) {
    rare().clock = std::move(script.clock);
    rare().source = std::move(script.source);
  }
  ahead_ = ahead;
  since_ = since;
  return play_steps(timers, user);
}

Player::Rare& Player::rare() {
  if (!rare_) {
    rare_ = std::make_unique<Rare>();
  }
  return *rare_;
}

Player::State Player::go_on(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user) {
  waits_for_room_ = false;
  timers.cancel(*user);
  return play_steps(timers, user);
}

Player::State Player::wait_until(base::Monotonic deadline, TimerQueue& timers,
                                 const std::shared_ptr<PlayerUser>& user) {
  timers.set(deadline, user);
  return State::kWaiting;
}

Player::State Player::play_steps(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user) {
  for (; step_ < steps_.size(); ++step_) {
    const auto* const pause = std::get_if<model::Pause>(&steps_[step_]);
    if (pause != nullptr && pause->virtual_time) {
      if (!has_virtual_pause_ended(*pause, timers, user)) {
        return State::kWaiting;
      }
      rare().virtual_pause.reset();
      since_ = clock_.monotonic();
      continue;
    }
    if (pause != nullptr) {
      const base::Monotonic deadline = base::deadline(since_, pause->length);
      if (clock_.monotonic() < deadline) {
        return wait_until(deadline, timers, user);
      }
      since_ = deadline;
      continue;
    }
    if (!write(std::get<model::Send>(steps_[step_]).bytes)) {
      return wait_for_room(user);
    }
    offset_ = 0;
  }
  return streams() ? play_source(timers, user) : end(timers, user);
}

/// Sends what the source supplies until it asks to wait.
Player::State Player::play_source(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user) {
  if (rare_->part == nullptr) {
    rare_->part = std::make_unique<model::ByteSource::Part>();
  }
  model::ByteSource::Part& part = *rare_->part;
  while (true) {
    if (!write(part.bytes)) {
      return wait_for_room(user);
    }
    offset_ = 0;
    part.bytes.clear();
    if (!part.again) {
      return end(timers, user);
    }
    const base::Monotonic now = clock_.monotonic();
    if (now < *part.again) {
      return wait_until(*part.again, timers, user);
    }
    part = rare_->source->next(now);
  }
}

/// Called after an incomplete write.
Player::State Player::wait_for_room(const std::shared_ptr<PlayerUser>& user) {
  if (broken_) {
    return State::kBroken;
  }
  waits_for_room_ = true;
  transport_.wait_writable(user);
  return State::kWaiting;
}

/// The first call starts the pause in virtual time. If the pause has not ended, the user is called at its expected end
/// and after each jump or new rate of that time.
bool Player::has_virtual_pause_ended(const model::Pause& pause, TimerQueue& timers,
                                     const std::shared_ptr<PlayerUser>& user) {
  const base::Clock& time = rare().clock ? *rare().clock : clock_;
  std::shared_ptr<VirtualPause>& current = rare().virtual_pause;
  if (!current) {
    const base::Instant end = base::deadline(time.civil(), std::chrono::ceil<base::Duration>(pause.length));
    current = std::make_shared<VirtualPause>(VirtualPause{std::min(end, base::kEndOfTime)});
    const auto wakeup = std::make_shared<UserWakeup>(user, current);
    current->watch = time.on_change([&timers, wakeup] { timers.post(*wakeup, wakeup); });
  }
  if (time.civil() >= current->until) {
    return true;
  }
  timers.set(time.when(current->until), user);
  return false;
}

/// Returns true if everything was written. Writes at most kMaxWrite bytes, even if the client reads fast.
bool Player::write(const std::string& bytes) {
  const std::size_t end = std::min(bytes.size(), offset_ + kMaxWrite);
  while (offset_ < end) {
    // Measured before the write: the client may read the bytes and continue before write() returns.
    const base::Monotonic left = clock_.monotonic();
    const transport::Transfer transfer = transport_.write(std::string_view(bytes).substr(offset_, end - offset_));
    if (transfer.state != transport::Transfer::State::kDone) {
      broken_ = transfer.state == transport::Transfer::State::kFailed;
      return false;
    }
    last_byte_ = left;
    since_ = clock_.monotonic();  // pauses must not start too early
    if (sent_ <= ahead_ && sent_ + transfer.bytes > ahead_) {
      first_byte_ = last_byte_;
    }
    offset_ += transfer.bytes;
    sent_ += transfer.bytes;
  }
  return offset_ == bytes.size();
}

Player::State Player::end(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user) {
  if (confirms_ || close_action_ == model::CloseAction::kReset) {
    const int unconfirmed = transport_.unconfirmed();
    if (unconfirmed < 0) {
      return State::kBroken;
    }
    const base::Monotonic now = clock_.monotonic();
    if (!std::exchange(is_confirming_, true)) {
      since_ = now;
    }
    if (unconfirmed > 0 && now - since_ < kConfirmTime) {
      return wait_until(now + kConfirmStep, timers, user);
    }
  }
  switch (close_action_) {
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

bool Player::may_lay_aside(std::size_t most_steps, std::size_t most_bytes) const {
  if (sent_ > 0 || until_next_request_ || steps_.size() > most_steps) {
    return false;
  }
  const std::size_t bytes = size();
  return bytes > 0 && bytes <= most_bytes;
}

std::optional<Player::Beginning> Player::beginning() const {
  if (sent_ > 0 || ahead_ > 0 || rare_ || waits_for_room_ || until_next_request_ || broken_) {
    return std::nullopt;
  }
  return Beginning{since_, static_cast<std::uint32_t>(step_), close_action_, confirms_};
}

void Player::resume(const Beginning& beginning) noexcept {
  since_ = beginning.since;
  step_ = beginning.step;
  close_action_ = beginning.close_action;
  confirms_ = beginning.confirms;
}

std::string Player::take_bytes() {
  std::string bytes;
  for (model::ScriptStep& step : steps_) {
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
