// Connection: one client from its first byte to its last: read, frame, plan, render, faults, play, journal, again. It
// owns the order of these and the deadlines, and nothing of what each does.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/exchange.h"
#include "model/responder.h"
#include "serve/framer.h"
#include "serve/player.h"
#include "serve/transaction.h"
#include "serve/transport.h"
#include "serve/worker.h"

namespace jobrig::serve {

/// Lives as long as something waits for it (a read, a write, a timer). Used by its worker's thread only. Idle, it holds
/// no buffer; answering, it holds the exchange and the script.
class Connection final : public PlayerUser, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Worker& worker, std::unique_ptr<Transport> transport, std::uint64_t number);
  ~Connection() override;

  /// Begins to read.
  void start();
  void on_readable() override;
  void on_writable() override { go_on_playing(); }
  void on_time() override { go_on_playing(); }

  /// Where its worker lists it; the worker's business.
  [[nodiscard]] std::size_t location() const { return place_; }
  void set_place(std::size_t location) { place_ = location; }

  /// Ends what has waited for too long by `now`.
  void check_deadline(base::Monotonic now);
  /// The server stops: what is idle closes, what is in flight may finish.
  void stop();
  /// The server's grace is over.
  void cut();

 private:
  enum class Phase : std::uint8_t {
    kReading,     // waits for a request, or for the rest of one
    kAnswering,   // the player waits for time or room
    kHanging,     // the answer is played and the connection left hanging
    kDraining,    // we have said FIN: what still comes is thrown away, for a while
    kHalfClosed,  // the same as the scenario's wish, for as long as the client stays
    kClosed,
  };
  void wait_for_bytes();
  void take_bytes();
  void give_up_reading();
  void end_handshake(std::string problem, model::CloseReason close_reason);
  bool take_request(Framer& framer, std::string_view rest);
  void process(std::string_view bytes);
  void go_on_processing();
  void wait_or_go_on(bool more_at_hand);
  void keep(Framer& framer, std::string_view bytes, std::size_t used);
  void wait_for_bytes_ahead();
  void take_bytes_ahead();
  void discard_bytes();

  bool ends_at_head(const Framer& framer, std::string_view bytes);
  void end_early(std::string_view raw, model::EarlyEnd end);
  void send_continue();
  void begin_turn(std::string_view raw);
  void answer(const Framer& framer, std::string_view bytes);
  void refuse(const Refusal& refusal, std::string_view received);
  void play(model::Script script);
  void go_on_playing();
  void played(Player::State state);
  void end_as_played(base::Monotonic ended);
  void finish(model::CloseReason close_reason, base::Monotonic ended);
  void drain();
  void close();

  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

  Worker& worker_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Framer> framer_;  // of a request that has begun; else the worker's is used
  std::string pending_;             // received, not processed yet; empty when idle
  std::unique_ptr<Transaction> transaction_;
  base::Monotonic since_{};  // what the phase's deadline is measured from
  std::size_t place_ = 0;
  std::uint64_t number_;
  Phase phase_ = Phase::kReading;
  bool waits_for_bytes_ = false;
  bool client_finished_ = false;  // its FIN was seen
  bool sent_continue_ = false;    // for the request at hand
  bool asked_at_head_ = false;    // whether the connection ends at the head of the request at hand
};

}  // namespace jobrig::serve
