// Player: the only writer of sockets. It plays a Script over a Transport: writes at once, waits only when the client's
// window is full or a pause says so, and knows which bytes truly left and when. It reads nothing: that a client gave up
// meanwhile is noticed by the connection, which tells it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "model/script.h"
#include "serve/timer_queue.h"
#include "serve/transport.h"

namespace jobrig::serve {

/// Who is told when a player may go on: it answers with Player::go_on().
class PlayerUser : public TransportUser, public Waiter {};

/// Plays one script. Used by one thread.
class Player {
 public:
  enum class State : std::uint8_t {
    kWaiting,  // on_writable() or on_time() will come
    kDone,     // every step is played and the ending done (kKeepOpen and kHang: nothing to do)
    kBroken,   // the connection broke before
  };

  /// Borrows transport and clock; `clock.monotonic()` must be the steady clock that alarms go by, and `clock.civil()`
  /// the scenario's time, in which pauses may be told too, unless the script brings another.
  Player(Transport& transport, const base::Clock& clock) : transport_(transport), clock_(clock) {}

  /// Begins. `since`: what a pause before the first byte is measured from. `user` is kept while it waits.
  State play(TimerQueue& timers, model::Script script, base::Monotonic since, const std::shared_ptr<PlayerUser>& user);
  State go_on(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);

  /// Before the ending, waits until the client's kernel has confirmed all bytes (at most kConfirmTime): how it is told
  /// whether a client that sends no more still listens. A reset is always confirmed first, as it drops what has not
  /// left yet.
  void confirm_before_ending() { confirms_ = true; }

  [[nodiscard]] model::CloseAction close_action() const { return script_.close_action; }
  /// True while the client takes no bytes.
  [[nodiscard]] bool waits_for_room() const { return waits_for_room_; }
  [[nodiscard]] std::size_t bytes_left() const { return sent_; }
  /// Zero when no byte left.
  [[nodiscard]] base::Monotonic first_byte() const { return first_byte_; }
  [[nodiscard]] base::Monotonic last_byte() const { return last_byte_; }
  /// The bytes that truly left. Takes them out of the script: call it last.
  std::string take_bytes();

  static constexpr std::chrono::seconds kConfirmTime{1};

 private:
  State play_steps(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);
  State wait_until(base::Monotonic deadline, TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);
  base::Duration left_of_virtual(const model::Pause& pause);
  bool write(const std::string& bytes);
  State end(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);

  Transport& transport_;
  const base::Clock& clock_;
  model::Script script_;
  std::size_t step_ = 0;
  std::size_t offset_ = 0;  // within the Send at step_
  std::size_t sent_ = 0;
  base::Monotonic since_{};  // when the last byte left, or the script began
  base::Monotonic first_byte_{};
  base::Monotonic last_byte_{};
  base::Monotonic confirm_since_{};             // zero: not asked yet
  std::optional<base::Instant> virtual_until_;  // of the pause in virtual time that is under way
  bool confirms_ = false;
  bool waits_for_room_ = false;
  bool broken_ = false;
};

}  // namespace jobrig::serve
