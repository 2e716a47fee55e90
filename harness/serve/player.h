// Player: the only code that writes to sockets. It plays a Script over a Transport: it writes immediately, waits only
// when the client's window is full or for a pause, and records which bytes were sent and when. It does not read: the
// connection tells it when the client has given up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/change_signal.h"
#include "base/clock.h"
#include "base/event_loop.h"
#include "model/script.h"
#include "serve/timer_queue.h"
#include "transport/transport.h"

namespace jobrig::serve {

/// Notified when a player can continue; it then calls Player::go_on().
class PlayerUser : public transport::TransportUser, public Waiter {};

/// Wakes a user on its thread while `cause` exists. Can be posted from any thread and allocates nothing.
class UserWakeup final : public base::Task {
 public:
  UserWakeup(std::weak_ptr<PlayerUser> user, std::weak_ptr<const void> cause)
      : user_(std::move(user)), cause_(std::move(cause)) {}

  void run_task() noexcept override {
    // A late wake-up must not be mistaken for the one of the next cause.
    const std::shared_ptr<PlayerUser> awake = user_.lock();
    if (awake && !cause_.expired()) {
      awake->on_time();
    }
  }

 private:
  const std::weak_ptr<PlayerUser> user_;
  const std::weak_ptr<const void> cause_;
};

/// Plays one script. Used by one thread.
class Player {
 public:
  enum class State : std::uint8_t {
    kWaiting,  // on_writable() or on_time() will follow
    kDone,     // every step and the ending are complete (kKeepOpen and kHang have no ending)
    kBroken,   // the connection broke before the end
  };

  /// Borrows transport and clock. `clock.monotonic()` must be the steady clock of the timers. `clock.civil()` is the
  /// scenario's time for pauses in virtual time, unless the script has its own clock.
  Player(transport::Transport& transport, const base::Clock& clock) : transport_(transport), clock_(clock) {}

  /// Starts to play. `since`: the start of a pause before the first byte. `user` is kept alive while the player waits.
  /// `ahead`: how many bytes at the beginning belong to others; first_byte() is the time of the byte after them.
  State play(TimerQueue& timers, model::Script&& script, base::Monotonic since, const std::shared_ptr<PlayerUser>& user,
             std::size_t ahead = 0);
  State go_on(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);

  /// Before the ending, waits (at most kConfirmTime) until the client's kernel has acknowledged all bytes. This shows
  /// whether a client that has finished sending still reads. A reset always waits for this, because it drops unsent
  /// bytes.
  void confirm_before_ending() { confirms_ = true; }

  [[nodiscard]] model::CloseAction close_action() const { return close_action_; }
  /// True while the client does not read.
  [[nodiscard]] bool waits_for_room() const { return waits_for_room_; }
  /// True if the response has no known end.
  [[nodiscard]] bool streams() const { return rare_ != nullptr && rare_->source != nullptr; }
  /// True if all bytes are sent and the next request ends the script.
  [[nodiscard]] bool yields() const { return until_next_request_ && sent_ == size(); }
  [[nodiscard]] std::size_t bytes_left() const { return sent_; }
  /// How many of the bytes belong to others, as play() was told.
  [[nodiscard]] std::size_t ahead() const { return ahead_; }
  /// Total size of the script.
  [[nodiscard]] std::size_t size() const { return model::byte_count(steps_); }
  /// Zero if no byte was sent.
  [[nodiscard]] base::Monotonic first_byte() const { return first_byte_; }
  [[nodiscard]] base::Monotonic last_byte() const { return last_byte_; }
  /// Returns the bytes that were sent. Moves them out of the script: call it last, except for take_steps().
  std::string take_bytes();
  /// Whether another object may keep the steps during the current wait, if they are at most so many, with so many
  /// bytes: no byte has been sent, and nothing but go_on() needs them.
  [[nodiscard]] bool may_lay_aside(std::size_t most_steps, std::size_t most_bytes) const;
  [[nodiscard]] const std::vector<model::ScriptStep>& steps() const { return steps_; }
  /// The state of a player that has sent nothing and waits for a time; absent if it has more to remember.
  struct Beginning {
    base::Monotonic since{};
    std::uint32_t step = 0;
    model::CloseAction close_action = model::CloseAction::kKeepOpen;
    bool confirms = false;
  };
  [[nodiscard]] std::optional<Beginning> beginning() const;
  /// Makes a new player the one of that state. It still needs the steps.
  void resume(const Beginning& beginning) noexcept;
  [[nodiscard]] transport::Transport& transport() const { return transport_; }
  /// Call it before go_on() if the steps were laid aside.
  void take_back(std::vector<model::ScriptStep> steps) { steps_ = std::move(steps); }
  /// The steps of the script, for their memory or to lay them aside.
  std::vector<model::ScriptStep> take_steps() { return std::move(steps_); }

  static constexpr std::chrono::seconds kConfirmTime{1};

 private:
  State play_steps(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);
  State play_source(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);
  State wait_for_room(const std::shared_ptr<PlayerUser>& user);
  State wait_until(base::Monotonic deadline, TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);
  bool has_virtual_pause_ended(const model::Pause& pause, TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);
  bool write(const std::string& bytes);
  State end(TimerQueue& timers, const std::shared_ptr<PlayerUser>& user);

  struct VirtualPause {
    base::Instant until;
    std::unique_ptr<base::ChangeSignal::Watch> watch{};  // on the clock of the script
  };
  /// What few scripts need. Thousands of players may wait.
  struct Rare {
    std::shared_ptr<const base::Clock> clock{};  // of the script; declared before the pause, which watches it
    std::shared_ptr<model::ByteSource> source{};
    std::unique_ptr<model::ByteSource::Part> part{};  // of the source, the current one; null: none yet
    std::shared_ptr<VirtualPause> virtual_pause{};    // the current one; null: none
  };
  Rare& rare();

  transport::Transport& transport_;
  const base::Clock& clock_;
  std::vector<model::ScriptStep> steps_;
  std::unique_ptr<Rare> rare_;  // null: nothing of it
  std::size_t step_ = 0;
  std::size_t offset_ = 0;  // within the Send at step_
  std::size_t sent_ = 0;
  std::size_t ahead_ = 0;
  base::Monotonic since_{};  // when the last byte was sent, the script started, or the confirmation was first asked for
  base::Monotonic first_byte_{};
  base::Monotonic last_byte_{};
  model::CloseAction close_action_ = model::CloseAction::kKeepOpen;
  bool until_next_request_ = false;
  bool confirms_ = false;
  bool is_confirming_ = false;  // the confirmation was asked for
  bool waits_for_room_ = false;
  bool broken_ = false;
};

}  // namespace jobrig::serve
