// Transaction: one request's way from its last byte to the journal: the record that is made of it, and the player of
// its answer. It reads nothing and decides nothing.
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
#include "serve/packed_exchange.h"
#include "serve/player.h"
#include "serve/transport.h"
#include "serve/worker.h"

namespace jobrig::serve {

/// Used by its worker's thread. While nothing waits, the record is the worker's scratch; over a wait it is packed up.
class Transaction {
 public:
  /// An interim one (100 Continue), of which nothing is recorded.
  Transaction(Worker& worker, Transport& transport) : worker_(worker), player_(transport, worker.shared().clock) {}
  /// Begins the record of the request whose bytes are `raw`; when it arrived is for whoever answers it to say.
  Transaction(Worker& worker, Transport& transport, std::uint64_t connection, std::string_view raw);

  [[nodiscard]] bool is_interim() const { return is_interim_; }
  [[nodiscard]] const Player& player() const { return player_; }

  /// Where it was planned; null: nowhere.
  void set_stage(std::shared_ptr<model::Stage> stage) { stage_ = std::move(stage); }

  Player::State play(model::Script script, const std::shared_ptr<PlayerUser>& user);
  /// Waits for the answer, until it is there or its deadline is over; then the user is told, and goes on.
  Player::State await(Awaited awaited, const std::shared_ptr<PlayerUser>& user);
  [[nodiscard]] bool is_awaiting() const { return awaited_ != nullptr; }
  Player::State go_on(const std::shared_ptr<PlayerUser>& user);
  /// Takes the record along over a wait: the worker's scratch is for the next.
  void pack();

  void confirm_before_ending() { player_.confirm_before_ending(); }
  /// The client sends no more, seen at `when`. It may be gone or merely be done with asking: whether it takes the
  /// answer will tell.
  void note_client_finished(base::Monotonic when);
  /// When the connection was found broken: at its FIN, if that was seen while this waited, or now.
  [[nodiscard]] base::Monotonic broken_at() const;
  /// When all was played: with the last byte, or now if there was none.
  [[nodiscard]] base::Monotonic played_at() const;

  /// Hands the record to the journal. `before`: what was sent ahead of the answer. Call it last, and once.
  void finish(model::CloseReason close_reason, base::Monotonic ended, std::string_view before);

 private:
  Worker& worker_;
  PackedExchange packed_;
  Player player_;
  std::unique_ptr<const Awaited> awaited_;  // null: the answer is there
  std::shared_ptr<model::Stage> stage_;
  base::Monotonic client_finished_{};  // zero: not seen
  bool is_interim_ = true;
};

}  // namespace jobrig::serve
