#include "serve/worker.h"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <utility>
#include <vector>

#include "base/deadline.h"
#include "base/memory_reserve.h"
#include "serve/connection.h"
#include "transport/plain_transport.h"
#include "transport/tls_acceptor.h"

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
// The end of the grace period, the next sweep, and the pause of the listener.
constexpr std::size_t kOwnTimers = 3;

/// The main thread handles signals.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

Worker::Worker(Shared& shared)
    : shared_(shared),
      engine_([&shared](std::string_view sentence) { shared.log.note_failure(sentence); }, &shared.clock),
      read_buffer_(std::make_unique<std::array<char, std::size_t{64} * 1024>>()),
      framer_(shared.options.limits),
      timers_(loop_),
      own_timers_(loop_, kOwnTimers) {}

Worker::~Worker() { join(); }

void Worker::start() {
  thread_ = std::thread([this] {
    block_signals();
    loop_.run();
  });
}

void Worker::join() {
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Worker::adopt(base::Descriptor& descriptor) {
  if (loop_.is_here()) {
    take(std::move(descriptor));
    return;
  }
  {
    const std::lock_guard lock(inbox_mutex_);
    adopted_.push_back(std::move(descriptor));
  }
  loop_.post(*this);
}

void Worker::stop(std::chrono::milliseconds grace) noexcept {
  {
    const std::lock_guard lock(inbox_mutex_);
    stop_ = std::min(stop_.value_or(grace), grace);
  }
  loop_.post(*this);
}

void Worker::ask(std::shared_ptr<Liveness> liveness, std::size_t part, std::function<std::string_view()> look) {
  {
    const std::lock_guard lock(inbox_mutex_);
    // Earlier callers may have stopped waiting for a worker that does not answer.
    std::erase_if(questions_, [](const Question& question) { return question.liveness.use_count() == 1; });
    questions_.push_back({std::move(liveness), part, std::move(look)});
  }
  loop_.post(*this);
}

void Worker::run_task() noexcept {
  std::vector<base::Descriptor> adopted;
  std::vector<Question> questions;
  std::optional<std::chrono::milliseconds> stop;
  {
    const std::lock_guard lock(inbox_mutex_);
    adopted.swap(adopted_);
    questions.swap(questions_);
    stop.swap(stop_);
  }
  for (base::Descriptor& descriptor : adopted) {
    take(std::move(descriptor));
  }
  for (const Question& question : questions) {
    question.liveness->answer(question.part, question.look ? question.look() : std::string_view());
  }
  if (stop) {
    begin_stop(*stop);
  }
}

void Worker::take(base::Descriptor descriptor) noexcept {
  if (stopping_) {
    return;
  }
  std::unique_ptr<transport::Transport> transport;
  try {
    const std::uint64_t number = 1 + shared_.connections.fetch_add(1, std::memory_order_relaxed);
    transport = shared_.options.tls ? shared_.options.tls->accept(loop_, descriptor)
                                    : std::make_unique<transport::PlainTransport>(loop_, descriptor);
    std::make_shared<Connection>(*this, transport, number)->start();
  } catch (...) {  // counted before the client sees that the connection is closed
    shared_.log.note_exception("a connection was dropped");
  }
}

std::unique_ptr<TransactionSpace> Worker::take_transaction_space() {
  return spare_ ? std::move(spare_) : std::make_unique<TransactionSpace>();
}

void Worker::give_back(std::unique_ptr<TransactionSpace> space) noexcept { spare_ = std::move(space); }

void Worker::enlist(Connection& connection) {
  connections_.push_back(&connection);
  shared_.open_connections.fetch_add(1, std::memory_order_relaxed);
  connection.set_place(connections_.size() - 1);
  if (!sweeping_) {
    arm_sweep();
  }
}

void Worker::strike(Connection& connection) noexcept {
  Connection* const last = connections_.back();
  connections_[connection.location()] = last;
  last->set_place(connection.location());
  connections_.pop_back();
  shared_.open_connections.fetch_sub(1, std::memory_order_relaxed);
  end_when_empty();
}

void Worker::arm(Call& call, base::Monotonic when) noexcept {
  own_timers_.set(
      when, std::shared_ptr<Waiter>(std::shared_ptr<void>(), &call));  // not owned: it lives as long as the timers
}

void Worker::arm_sweep() noexcept {
  sweeping_ = true;
  arm(sweep_begin_, std::chrono::steady_clock::now() + sweep_interval(shared_.options));
}

void Worker::begin_sweep() noexcept {
  base::refill_memory_reserve();
  unswept_ = connections_.size();
  sweep_on();
}

/// Checks the next kSwept connections, from the end of the list. A connection that removes itself is replaced by one
/// that was already checked, or by a new one. Checking all of 10,000 connections at once took 5 ms and delayed
/// responses by as much.
void Worker::sweep_on() noexcept {
  unswept_ = std::min(unswept_, connections_.size());
  const std::size_t stop_at = unswept_ - std::min(unswept_, kSwept);
  const base::Monotonic now = shared_.clock.monotonic();
  while (unswept_ > stop_at) {
    --unswept_;
    if (unswept_ < connections_.size()) {  // ending a connection may have ended others
      connections_[unswept_]->check_deadline(now);
    }
  }
  sweeping_ = !connections_.empty();
  if (unswept_ > 0) {
    loop_.post(sweep_rest_);
  } else if (sweeping_) {
    arm_sweep();
  }
}

void Worker::begin_stop(std::chrono::milliseconds grace) noexcept {
  const base::Monotonic deadline = base::deadline(std::chrono::steady_clock::now(), grace);
  if (!stopping_ || deadline < grace_until_) {
    grace_until_ = deadline;
    arm(grace_end_, deadline);
  }
  if (!std::exchange(stopping_, true)) {
    for (std::size_t i = connections_.size(); i > 0; --i) {
      connections_[i - 1]->stop();
    }
  }
  end_when_empty();
}

void Worker::cut_all() noexcept {
  while (!connections_.empty()) {
    connections_.back()->cut();
  }
}

void Worker::end_when_empty() noexcept {
  if (stopping_ && connections_.empty()) {
    loop_.stop();
  }
}

}  // namespace jobrig::serve
