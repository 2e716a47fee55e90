#include "serve/worker.h"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <utility>
#include <vector>

#include "base/deadline.h"
#include "serve/connection.h"
#include "serve/plain_transport.h"
#include "serve/tls_acceptor.h"

namespace jobrig::serve {
namespace {

/// How late a deadline may be noticed: a quarter of the shortest timeout, between 10 ms and 1 s.
std::chrono::milliseconds sweep_interval(const ServerOptions& options) {
  const auto shortest =
      std::min({options.idle_timeout, options.request_timeout, options.linger_timeout, options.handshake_timeout});
  return std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(1000));
}

// Number of connections whose deadlines are checked before other handlers run.
constexpr std::size_t kSwept = 64;

/// The main thread handles signals.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

Worker::Worker(Shared& shared)
    : shared_(shared),
      guard_(std::in_place, context_.get_executor()),
      sockets_(context_),
      engine_(shared.options.log),
      read_buffer_(std::make_unique<std::array<char, std::size_t{64} * 1024>>()),
      framer_(shared.options.limits),
      timers_(context_),
      sweep_timer_(context_),
      grace_timer_(context_) {}

Worker::~Worker() { join(); }

void Worker::start() {
  thread_ = std::thread([this] {
    block_signals();
    for (;;) {
      try {
        context_.run();
        return;
      } catch (const std::exception& error) {  // the connection that threw is gone; the others are not affected
        if (shared_.options.log) {
          shared_.options.log(std::string("a connection was dropped: ") + error.what());
        }
      }
    }
  });
}

void Worker::join() {
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Worker::adopt(int descriptor) {
  asio::dispatch(context_, [this, descriptor] { take(descriptor); });
}

void Worker::take(int descriptor) {
  if (stopping_) {
    ::close(descriptor);
    return;
  }
  const std::uint64_t number = 1 + shared_.connections.fetch_add(1, std::memory_order_relaxed);
  std::unique_ptr<Transport> transport;
  if (shared_.options.tls) {
    transport = shared_.options.tls->accept(sockets_, descriptor);
  } else {
    transport = std::make_unique<PlainTransport>(sockets_, descriptor);
  }
  std::make_shared<Connection>(*this, std::move(transport), number)->start();
}

void Worker::enlist(Connection& connection) {
  connection.set_place(connections_.size());
  connections_.push_back(&connection);
  if (!sweeping_) {
    arm_sweep();
  }
}

void Worker::strike(Connection& connection) {
  Connection* const last = connections_.back();
  connections_[connection.location()] = last;
  last->set_place(connection.location());
  connections_.pop_back();
  end_when_empty();
}

void Worker::arm_sweep() {
  sweeping_ = true;
  sweep_timer_.expires_after(sweep_interval(shared_.options));
  sweep_timer_.async_wait([this](const error_code& error) {
    unswept_ = error ? 0 : connections_.size();
    sweep_on();
  });
}

/// Checks the next kSwept connections, from the end of the list. A connection that removes itself is replaced by one
/// that was already checked, or by a new one. Checking all of 10,000 connections at once took 5 ms and delayed
/// responses by as much.
void Worker::sweep_on() {
  struct GoOn {  // runs even if a connection throws
    Worker& worker;
    ~GoOn() {
      worker.sweeping_ = worker.unswept_ > 0;
      if (worker.sweeping_) {
        asio::post(worker.context_, [&worker = worker] { worker.sweep_on(); });
      } else if (!worker.connections_.empty()) {
        worker.arm_sweep();
      }
    }
  };
  unswept_ = std::min(unswept_, connections_.size());
  const std::size_t stop_at = unswept_ - std::min(unswept_, kSwept);
  const GoOn go_on{*this};
  const base::Monotonic now = shared_.clock.monotonic();
  while (unswept_ > stop_at) {
    --unswept_;
    if (unswept_ < connections_.size()) {  // ending a connection may have ended others
      connections_[unswept_]->check_deadline(now);
    }
  }
}

void Worker::stop(std::chrono::milliseconds grace) {
  asio::post(context_, [this, grace] { begin_stop(grace); });
}

void Worker::begin_stop(std::chrono::milliseconds grace) {
  const auto deadline = base::deadline(std::chrono::steady_clock::now(), grace);
  if (!stopping_ || deadline < grace_timer_.expiry()) {
    grace_timer_.expires_at(deadline);
    grace_timer_.async_wait([this](const error_code& error) {
      if (!error) {
        cut_all();
      }
    });
  }
  if (!std::exchange(stopping_, true)) {
    for (std::size_t i = connections_.size(); i > 0; --i) {
      connections_[i - 1]->stop();
    }
  }
  end_when_empty();
}

void Worker::cut_all() {
  while (!connections_.empty()) {
    connections_.back()->cut();
  }
}

void Worker::end_when_empty() {
  if (stopping_ && connections_.empty()) {
    guard_.reset();
    sweep_timer_.cancel();
    grace_timer_.cancel();
    timers_.stop();
    sockets_.stop();
  }
}

}  // namespace jobrig::serve
