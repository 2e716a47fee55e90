// Worker: one thread with its io_context, its share of the connections, and what they share: the read buffer, the
// engine, the sweep for deadlines. It does not accept connections (server.cc does) and does not decide about responses.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "model/responder.h"
#include "serve/asio.h"
#include "serve/framer.h"
#include "serve/http_engine.h"
#include "serve/server.h"
#include "serve/socket_set.h"
#include "serve/timer_queue.h"

namespace jobrig::serve {

class Connection;

/// Shared by all workers of a server. Immutable except for the counters.
struct Shared {
  ServerOptions options;
  model::Responder& responder;
  model::ExchangeSink& sink;
  const base::Clock& clock;
  std::atomic<std::uint64_t> connections{0};  // the number of the newest connection; from 1
  std::atomic<std::uint64_t> exchanges{0};
  std::atomic<std::size_t> held_requests{0};   // bytes
  std::atomic<std::size_t> held_responses{0};  // likewise
};

/// start(), adopt() and stop() may be called from any thread; everything else only from the worker's own thread.
class Worker {
 public:
  explicit Worker(Shared& shared);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  void start();
  /// Takes ownership of an accepted, non-blocking socket.
  void adopt(int descriptor);
  /// Closes idle connections. Exchanges in flight may finish until `grace` is over; then they are cut. The thread ends
  /// with the last connection.
  void stop(std::chrono::milliseconds grace);
  /// Blocks until the thread has ended.
  void join();

  [[nodiscard]] asio::io_context& context() { return context_; }
  [[nodiscard]] Shared& shared() { return shared_; }
  [[nodiscard]] HttpEngine& engine() { return engine_; }
  [[nodiscard]] bool stopping() const { return stopping_; }
  /// Buffer for reads; its contents are valid until the next event.
  [[nodiscard]] std::array<char, std::size_t{64} * 1024>& read_buffer() { return *read_buffer_; }
  /// Scratch object for the views of the current request.
  [[nodiscard]] model::Request& request() { return request_; }

  /// Scratch framer for requests that arrive complete.
  [[nodiscard]] Framer& framer() { return framer_; }
  /// Scratch object for the current exchange; a transaction that waits packs it first.
  [[nodiscard]] model::Exchange& exchange() { return exchange_; }
  [[nodiscard]] TimerQueue& timers() { return timers_; }
  /// Total size of responses sent so far.
  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  void count_sent(std::size_t bytes) { sent_ += bytes; }

  void enlist(Connection& connection);
  void strike(Connection& connection);

 private:
  using Guard = asio::executor_work_guard<Executor>;

  void take(int descriptor);
  void begin_stop(std::chrono::milliseconds grace);
  void cut_all();
  void arm_sweep();
  void sweep_on();
  void end_when_empty();

  Shared& shared_;
  asio::io_context context_{1};  // one thread: Asio then omits some locking
  std::optional<Guard> guard_;
  SocketSet sockets_;
  HttpEngine engine_;
  std::unique_ptr<std::array<char, std::size_t{64} * 1024>> read_buffer_;
  model::Request request_;
  Framer framer_;
  model::Exchange exchange_;
  std::vector<Connection*> connections_;  // open connections; each knows its index and removes itself
  TimerQueue timers_;
  Timer sweep_timer_;
  Timer grace_timer_;
  std::uint64_t sent_ = 0;
  std::size_t unswept_ = 0;  // number of connections_ still to check, from the front
  bool sweeping_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace jobrig::serve
