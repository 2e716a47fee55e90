// Transaction: one request from its last byte to its journal entry: the record of the exchange and the player of its
// response. It does not read and does not decide about responses.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "model/exchange.h"
#include "model/script.h"
#include "model/stage.h"
#include "serve/answering.h"
#include "serve/held_bytes.h"
#include "serve/packed_exchange.h"
#include "serve/player.h"
#include "serve/riders.h"
#include "serve/worker.h"
#include "transport/transport.h"

namespace jobrig::serve {

/// Used by the thread of its worker. Without a wait, the record is the worker's scratch object; during a wait it is
/// packed.
class Transaction {
 public:
  /// For an interim response (100 Continue), which is not recorded.
  Transaction(Worker& worker, transport::Transport& transport)
      : worker_(worker), player_(transport, worker.shared().clock) {}
  /// Starts the record of the request whose bytes are `raw`. The code that answers the request sets the time of
  /// arrival.
  Transaction(Worker& worker, transport::Transport& transport, std::uint64_t connection, std::string_view raw);
  /// What is kept of a transaction while a small script waits before its first byte.
  struct Asleep;
  /// Goes on. Leaves nothing in `asleep` except its references.
  explicit Transaction(Asleep& asleep) noexcept;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() { hold(0, 0); }

  [[nodiscard]] Worker& worker() const { return worker_; }
  [[nodiscard]] bool is_interim() const { return is_interim_; }
  [[nodiscard]] const Player& player() const { return player_; }

  /// The stage that planned the response; null: none.
  void set_stage(std::shared_ptr<model::Stage> stage) { stage_ = std::move(stage); }

  /// The worker's riders are sent before the response.
  Player::State play(model::Script&& script, const std::shared_ptr<PlayerUser>& user);
  /// Records the riders if their bytes are sent. Call it after each step of playing.
  void settle_riders() noexcept;
  /// Waits until the response is available or its deadline is over. Then the user is notified, and continues.
  Player::State await(Awaited awaited, const std::shared_ptr<PlayerUser>& user);
  /// True if the response is not available yet, or has no known end. A client that finishes sending ends the wait.
  [[nodiscard]] bool is_awaiting() const { return awaited_ != nullptr || player_.streams(); }
  /// True if only the end of the connection is left to play, and another request may come first.
  [[nodiscard]] bool yields() const { return !awaited_ && player_.yields(); }
  Player::State go_on(const std::shared_ptr<PlayerUser>& user);
  /// Packs the record before a wait: the worker's scratch object is needed for the next request. A script that has not
  /// begun to send is packed too, if it is small.
  void pack();

  /// Call it after pack(). Null if the transaction needs more than Asleep keeps; otherwise it may only be destroyed.
  [[nodiscard]] std::unique_ptr<Asleep> fall_asleep();

  void confirm_before_ending() { player_.confirm_before_ending(); }
  /// The client finished sending at `when`. It may be gone, or it may still read; whether it accepts the response shows
  /// which.
  void note_client_finished(base::Monotonic when);
  /// When the connection was found broken: at the client's FIN if it arrived during a wait, else now.
  [[nodiscard]] base::Monotonic broken_at() const;
  /// When playing ended: at the last byte, or now if no byte was sent.
  [[nodiscard]] base::Monotonic played_at() const;

  /// Passes the record to the journal; a lost record counts as an internal failure. `before`: bytes sent before the
  /// response. Call it exactly once, as the last call.
  void finish(model::CloseReason close_reason, base::Monotonic ended, std::string_view before) noexcept;

 private:
  [[nodiscard]] bool is_too_large(const model::Script& script) const;
  /// The bytes of the request and of the response count as held while they wait.
  void hold(std::size_t request, std::size_t response) {
    set_share(worker_.shared().held_requests, held_request_, request);
    set_share(worker_.shared().held_responses, held_response_, response);
  }
  void record(model::CloseReason close_reason, base::Monotonic ended, std::string_view before);
  void carry_riders();
  void record_riders(model::CloseReason close_reason, base::Monotonic ended) noexcept;

  Worker& worker_;
  PackedExchange packed_;
  Player player_;
  std::unique_ptr<const Awaited> awaited_;  // null: the response is available
  std::shared_ptr<model::Stage> stage_;
  std::unique_ptr<Riders> riders_;  // null: none, or they are recorded
  std::size_t held_request_ = 0;
  std::size_t held_response_ = 0;
  base::Monotonic client_finished_{};  // zero: no FIN received
  bool is_interim_ = true;
};

struct Transaction::Asleep {
  Asleep(Worker& of_worker, transport::Transport& of_connection) : worker(of_worker), transport(of_connection) {}
  Asleep(const Asleep&) = delete;
  Asleep& operator=(const Asleep&) = delete;
  ~Asleep() {
    set_share(worker.shared().held_requests, held_request, 0);
    set_share(worker.shared().held_responses, held_response, 0);
  }

  Worker& worker;
  transport::Transport& transport;
  PackedExchange packed{};
  std::shared_ptr<model::Stage> stage{};
  Player::Beginning player{};
  std::uint32_t held_request = 0;  // what is packed is small
  std::uint32_t held_response = 0;
};

}  // namespace jobrig::serve
