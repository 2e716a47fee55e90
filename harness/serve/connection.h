// Connection: handles one client from the first byte to the last: read, frame, plan, render, apply faults, play,
// record, repeat. It controls the order of these steps and the deadlines. It does not implement the steps.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/exchange.h"
#include "model/responder.h"
#include "serve/framer.h"
#include "serve/held_bytes.h"
#include "serve/player.h"
#include "serve/transaction_slot.h"
#include "serve/worker.h"
#include "transport/transport.h"

namespace jobrig::serve {

/// Kept alive by its pending waits (read, write, timer). Used only by the thread of its worker. An idle connection has
/// no buffer; during a response it holds the exchange and the script.
/// A step that throws, mostly for lack of memory, resets the connection, and the exchange is recorded. No later step
/// sees the state that the exception left.
class Connection final : public PlayerUser, public std::enable_shared_from_this<Connection>, private base::Task {
 public:
  /// Takes ownership of the transport, unless it throws std::bad_alloc.
  Connection(Worker& worker, std::unique_ptr<transport::Transport>& transport, std::uint64_t number);
  ~Connection() override;

  /// Starts to read.
  void start() noexcept;
  void on_readable() noexcept override;
  void on_writable() noexcept override;
  void on_time() noexcept override;

  /// The index in the worker's list; maintained by the worker.
  [[nodiscard]] std::size_t location() const { return place_; }
  void set_place(std::size_t location) { place_ = location; }

  /// Ends a wait whose deadline is before `now`.
  void check_deadline(base::Monotonic now) noexcept;
  /// The server is stopping: closes the connection if it is idle; an exchange in flight may finish.
  void stop() noexcept;
  /// The grace period of the server is over: ends the connection.
  void cut() noexcept;

 private:
  enum class Phase : std::uint8_t {
    kOpening,     // the scenario delays the first read
    kReading,     // waits for a request or for the rest of one
    kAnswering,   // the player waits for a time or for the client to read
    kHanging,     // the response is played and the connection is left open without further data
    kDraining,    // FIN is sent; received bytes are discarded for a limited time
    kHalfClosed,  // like kDraining, as requested by the scenario, until the client closes
    kClosed,
  };
  /// What the scenario says about this connection. As a waiter, it ends the connection at its age.
  struct Lifetime final : Waiter {
    Lifetime(Connection& connection, const model::ConnectionLimits& of_scenario)
        : owner(connection), limits(of_scenario) {}
    void on_time() noexcept override { owner.end_of_life(); }

    Connection& owner;
    const model::ConnectionLimits limits;
  };

  template <typename Step>
  void attempt(Step step) noexcept {
    try {
      step();
    } catch (...) {
      fail();
    }
  }
  void fail() noexcept;

  void run_task() noexcept override;
  void open(model::Opening opening);
  void begin_reading();
  void wait_for_request();
  [[nodiscard]] bool is_idle_for_too_long() const;
  void end_of_life() noexcept;
  void end_connection();
  void yield_to_next_request();
  void wait_for_bytes();
  void continue_reading();
  void take_bytes();
  void give_up_reading();
  void end_handshake(std::string problem, model::CloseReason close_reason);
  bool take_request(Framer& framer, std::string_view rest);
  void process(std::string_view bytes);
  void go_on_processing();
  void wait_or_go_on(bool more_at_hand);
  void keep(Framer& framer, std::string_view bytes, std::size_t used);
  void append_pending(std::string_view bytes);
  void hold_pending() { held_.set(pending_.empty() ? 0 : pending_.capacity()); }
  [[nodiscard]] bool has_no_room_for(std::size_t more) const;
  void refuse_for_room(std::string_view received);
  void wait_for_bytes_ahead();
  void take_bytes_ahead();
  void discard_bytes();

  bool ends_before_answer(const Framer& framer, std::string_view bytes, bool whole);
  void ask_at_head(const Framer& framer, std::string_view bytes);
  void end_early(std::string_view raw, model::EarlyEnd end);
  void send_continue();
  void begin_turn(std::string_view raw);
  [[nodiscard]] bool keeps_requests() const;
  std::size_t answer_known(std::string_view bytes);
  void answer_framed(const Framer& framer, std::string_view bytes);
  void answer(model::Request& request, bool keep_alive, std::string_view more);
  [[nodiscard]] bool may_ride(const model::Script& script, std::string_view more) const;
  void send_riders();
  void refuse(const Refusal& refusal, std::string_view received);
  void play(model::Script&& script);
  void go_on_playing();
  void played(Player::State state);
  void end_as_played(base::Monotonic ended);
  void finish(model::CloseReason close_reason, base::Monotonic ended) noexcept;
  void drain();
  void end_wait(base::Monotonic now);
  void close() noexcept;

  // Requests up to this size are never rejected for lack of memory.
  static constexpr std::size_t kSmallRequest = 4096;
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

  // The small members come first: they share a word with the end of the task. A server has thousands of connections.
  Phase phase_ = Phase::kReading;
  bool waits_for_bytes_ = false;
  bool client_finished_ = false;  // the client's FIN was received
  bool sent_continue_ = false;    // for the current request
  bool asked_at_head_ = false;    // whether at_head was already asked for the current request
  Worker& worker_;
  std::unique_ptr<transport::Transport> transport_;
  std::unique_ptr<Framer> framer_;  // set in the middle of a request; otherwise the worker's framer is used
  std::string pending_;             // received but not yet processed; empty when idle
  HeldBytes held_;                  // memory used by pending_
  TransactionSlot transaction_;
  std::unique_ptr<Lifetime> lifetime_;            // null: the scenario says nothing about this connection
  std::unique_ptr<model::EarlyEnd> planned_end_;  // null: none; what follows the opening or a part of the request
  base::Monotonic since_{};                       // start of the deadline of the current phase
  std::size_t place_ = 0;
  std::uint64_t number_;
};

}  // namespace jobrig::serve
