// Worker: one thread with its io_context, its share of the connections and what they share: the read buffer, the
// engine, the sweep for deadlines. It accepts nothing (server.cc does) and decides nothing.
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

/// What all workers of a server share. Immutable but for the two counters.
struct Shared {
  ServerOptions options;
  model::Responder& responder;
  model::ExchangeSink& sink;
  const base::Clock& clock;
  std::atomic<std::uint64_t> connections{0};  // the number of the newest; from 1
  std::atomic<std::uint64_t> exchanges{0};
};

/// start() and adopt() and stop() from any thread; all else from its own.
class Worker {
 public:
  explicit Worker(Shared& shared);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  void start();
  /// Takes over an accepted, non-blocking socket.
  void adopt(int descriptor);
  /// Closes what is idle, lets what is in flight finish until `grace` is over, then cuts it; the thread ends with the
  /// last connection.
  void stop(std::chrono::milliseconds grace);
  /// Blocks until the thread has ended.
  void join();

  [[nodiscard]] asio::io_context& context() { return context_; }
  [[nodiscard]] Shared& shared() { return shared_; }
  [[nodiscard]] HttpEngine& engine() { return engine_; }
  [[nodiscard]] bool stopping() const { return stopping_; }
  /// Reads go here first; valid until the next event.
  [[nodiscard]] std::array<char, std::size_t{64} * 1024>& read_buffer() { return *read_buffer_; }
  /// Scratch for the views of the request that is being answered.
  [[nodiscard]] model::Request& request() { return request_; }

  /// Scratch for requests that come whole.
  [[nodiscard]] Framer& framer() { return framer_; }
  /// Scratch for the exchange that is being made; whoever waits before it is over takes it along.
  [[nodiscard]] model::Exchange& exchange() { return exchange_; }
  [[nodiscard]] TimerQueue& timers() { return timers_; }

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
  asio::io_context context_{1};  // one thread: Asio then leaves some locking out
  std::optional<Guard> guard_;
  SocketSet sockets_;
  HttpEngine engine_;
  std::unique_ptr<std::array<char, std::size_t{64} * 1024>> read_buffer_;
  model::Request request_;
  Framer framer_;
  model::Exchange exchange_;
  std::vector<Connection*> connections_;  // open ones, each knows its place; they strike themselves off
  TimerQueue timers_;
  Timer sweep_timer_;
  Timer grace_timer_;
  std::size_t unswept_ = 0;  // so many of connections_ are left to check, from the first on
  bool sweeping_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace jobrig::serve
