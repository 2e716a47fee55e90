// Worker: one thread with its event loop, its share of the connections, and what they share: the read buffer, the
// engine, the sweep for deadlines. It does not accept connections (listener.cc does) and does not decide about
// responses.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/event_loop.h"
#include "model/responder.h"
#include "serve/failure_log.h"
#include "serve/framer.h"
#include "serve/http_engine.h"
#include "serve/known_requests.h"
#include "serve/liveness.h"
#include "serve/packed_exchange.h"
#include "serve/riders.h"
#include "serve/server.h"
#include "serve/timer_queue.h"

namespace jobrig::serve {

class Connection;
struct TransactionSpace;

/// Shared by all workers of a server. Immutable except for the counters.
struct Shared {
  ServerOptions options;
  model::Responder& responder;
  model::ExchangeSink& sink;
  const base::Clock& clock;
  FailureLog log{options.log};
  std::atomic<std::uint64_t> connections{0};  // the number of the newest connection; from 1
  std::atomic<std::uint64_t> open_connections{0};
  std::atomic<std::uint64_t> exchanges{0};
  std::atomic<std::size_t> held_requests{0};   // bytes
  std::atomic<std::size_t> held_responses{0};  // likewise
};

/// start(), adopt(), stop(), ask() and join() may be called from any thread; everything else only from the worker's own
/// thread.
class Worker final : private base::Task {
 public:
  explicit Worker(Shared& shared);
  ~Worker() override;

  /// Throws std::system_error when no thread can be started.
  void start();
  /// Takes ownership of an accepted, non-blocking socket, unless it throws std::bad_alloc.
  void adopt(base::Descriptor& descriptor);
  /// Closes idle connections. Exchanges in flight may finish until `grace` is over; then they are cut. The thread ends
  /// with the last connection.
  void stop(std::chrono::milliseconds grace) noexcept;
  /// Makes the worker's thread answer for this part, with the result of `look`, if given. Throws std::bad_alloc.
  void ask(std::shared_ptr<Liveness> liveness, std::size_t part, std::function<std::string_view()> look = {});
  /// Blocks until the thread has ended.
  void join();

  [[nodiscard]] base::EventLoop& loop() { return loop_; }
  [[nodiscard]] Shared& shared() { return shared_; }
  [[nodiscard]] const Shared& shared() const { return shared_; }
  [[nodiscard]] HttpEngine& engine() { return engine_; }
  [[nodiscard]] bool stopping() const { return stopping_; }
  /// Buffer for reads; its contents are valid until the next event.
  [[nodiscard]] std::array<char, std::size_t{64} * 1024>& read_buffer() { return *read_buffer_; }
  /// Scratch object for the views of the current request.
  [[nodiscard]] model::Request& request() { return request_; }

  /// The requests that clients repeat.
  [[nodiscard]] KnownRequests& known_requests() { return known_requests_; }
  /// Scratch object for the plan of the current request.
  [[nodiscard]] model::Plan& plan() { return plan_; }

  /// Scratch framer for requests that arrive complete.
  [[nodiscard]] Framer& framer() { return framer_; }
  /// Scratch object for the current exchange; a transaction that waits packs it first.
  [[nodiscard]] model::Exchange& exchange() { return exchange_; }
  /// Scratch object for the responses that wait for the next one, while a connection processes what it received.
  [[nodiscard]] Riders& riders() { return riders_; }
  /// The memory for the transaction of the next request; give it back afterwards.
  [[nodiscard]] std::unique_ptr<TransactionSpace> take_transaction_space();
  void give_back(std::unique_ptr<TransactionSpace> space) noexcept;
  /// Of the exchanges that wait.
  [[nodiscard]] PackingBases& packing_bases() { return packing_bases_; }
  /// Of the connections.
  [[nodiscard]] TimerQueue& timers() { return timers_; }
  /// Of the worker and the listener, with room for all of them.
  [[nodiscard]] TimerQueue& own_timers() { return own_timers_; }
  /// Total size of responses sent so far.
  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  void count_sent(std::size_t bytes) { sent_ += bytes; }

  /// Throws std::bad_alloc; then the connection is not listed.
  void enlist(Connection& connection);
  void strike(Connection& connection) noexcept;

 private:
  /// Calls a function of the worker, as a task or after a wait.
  class Call final : public base::Task, public Waiter {
   public:
    using Function = void (Worker::*)() noexcept;
    Call(Worker& worker, Function function) : worker_(worker), function_(function) {}
    void run_task() noexcept override { (worker_.*function_)(); }
    void on_time() noexcept override { (worker_.*function_)(); }

   private:
    Worker& worker_;
    Function function_;
  };

  struct Question {
    std::shared_ptr<Liveness> liveness;
    std::size_t part;
    std::function<std::string_view()> look;
  };

  void run_task() noexcept override;
  void take(base::Descriptor descriptor) noexcept;
  void begin_stop(std::chrono::milliseconds grace) noexcept;
  void cut_all() noexcept;
  void arm(Call& call, base::Monotonic when) noexcept;
  void arm_sweep() noexcept;
  void begin_sweep() noexcept;
  void sweep_on() noexcept;
  void end_when_empty() noexcept;

  Shared& shared_;
  base::EventLoop loop_;
  HttpEngine engine_;
  std::unique_ptr<std::array<char, std::size_t{64} * 1024>> read_buffer_;
  model::Request request_;
  KnownRequests known_requests_;
  model::Plan plan_;
  Framer framer_;
  model::Exchange exchange_;
  Riders riders_;
  PackingBases packing_bases_;
  std::unique_ptr<TransactionSpace> spare_;  // null: none
  std::vector<Connection*> connections_;     // open connections; each knows its index and removes itself
  TimerQueue timers_;
  TimerQueue own_timers_;
  Call sweep_begin_{*this, &Worker::begin_sweep};
  Call sweep_rest_{*this, &Worker::sweep_on};
  Call grace_end_{*this, &Worker::cut_all};
  base::Monotonic grace_until_{};
  std::uint64_t sent_ = 0;
  std::size_t unswept_ = 0;  // number of connections_ still to check, from the front
  bool sweeping_ = false;
  bool stopping_ = false;
  std::mutex inbox_mutex_;  // guards the next three: requests of other threads, until run_task()
  std::vector<base::Descriptor> adopted_;
  std::vector<Question> questions_;
  std::optional<std::chrono::milliseconds> stop_;
  std::thread thread_;
};

}  // namespace jobrig::serve
