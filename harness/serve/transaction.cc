#include "serve/transaction.h"

#include <atomic>
#include <utility>

namespace jobrig::serve {
namespace {

/// Wakes the connection that waits for a reply, on its thread. Can be posted from any thread and allocates nothing.
class ReplyWakeup final : public Task {
 public:
  ReplyWakeup(std::weak_ptr<PlayerUser> user, std::weak_ptr<model::PendingReply> pending)
      : user_(std::move(user)), pending_(std::move(pending)) {}

  void run_task() noexcept override {
    // A late wake-up, for a reply that was taken or abandoned in the meantime, must not be mistaken for the next one.
    const std::shared_ptr<PlayerUser> awake = user_.lock();
    if (awake && !pending_.expired()) {
      awake->on_time();
    }
  }

 private:
  const std::weak_ptr<PlayerUser> user_;
  const std::weak_ptr<model::PendingReply> pending_;
};

}  // namespace

Transaction::Transaction(Worker& worker, Transport& transport, std::uint64_t connection, std::string_view raw)
    : Transaction(worker, transport) {
  is_interim_ = false;
  Shared& shared = worker.shared();
  model::Exchange& exchange = worker.exchange() = {};
  exchange.connection = connection;
  exchange.number = 1 + shared.exchanges.fetch_add(1, std::memory_order_relaxed);
  exchange.request = raw;
  exchange.request_whole = shared.clock.monotonic();
}

Player::State Transaction::play(model::Script script, const std::shared_ptr<PlayerUser>& user) {
  const base::Monotonic since = is_interim_ ? base::Monotonic{} : worker_.exchange().request_whole;
  return player_.play(worker_.timers(), std::move(script), since, user);
}

Player::State Transaction::await(Awaited awaited, const std::shared_ptr<PlayerUser>& user) {
  awaited_ = std::make_unique<const Awaited>(std::move(awaited));
  model::PendingReply& pending = *awaited_->pending;
  worker_.timers().set(pending.deadline(), user);
  const auto wakeup = std::make_shared<ReplyWakeup>(user, awaited_->pending);
  pending.when_ready([&loop = worker_.loop(), wakeup] { loop.post(*wakeup, wakeup); });
  return Player::State::kWaiting;
}

Player::State Transaction::go_on(const std::shared_ptr<PlayerUser>& user) {
  if (!awaited_) {
    return player_.go_on(worker_.timers(), user);
  }
  worker_.timers().cancel(*user);
  worker_.exchange() = packed_.unpack();
  packed_ = {};
  const std::unique_ptr<const Awaited> awaited = std::move(awaited_);
  return play(answer_of(worker_, *awaited), user);
}

void Transaction::pack() {
  if (!is_interim_ && !packed_) {
    packed_.pack(worker_.exchange());
  }
}

void Transaction::note_client_finished(base::Monotonic when) {
  client_finished_ = when;
  player_.confirm_before_ending();
}

base::Monotonic Transaction::broken_at() const {
  return client_finished_ != base::Monotonic{} ? client_finished_ : worker_.shared().clock.monotonic();
}

base::Monotonic Transaction::played_at() const {
  return player_.last_byte() != base::Monotonic{} ? player_.last_byte() : worker_.shared().clock.monotonic();
}

void Transaction::finish(model::CloseReason close_reason, base::Monotonic ended, std::string_view before) noexcept {
  if (is_interim_) {
    return;
  }
  try {
    record(close_reason, ended, before);
  } catch (...) {
    worker_.shared().note_exception("an exchange was not recorded");
  }
}

void Transaction::record(model::CloseReason close_reason, base::Monotonic ended, std::string_view before) {
  model::Exchange& exchange = worker_.exchange();
  if (packed_) {
    exchange = packed_.unpack();
  }
  exchange.first_byte = player_.first_byte();
  exchange.last_byte = player_.last_byte();
  exchange.ended = ended;
  exchange.close_reason = close_reason;
  if (player_.bytes_left() == 0) {
    exchange.status = 0;
  }
  exchange.answer = player_.take_bytes();
  exchange.answer.insert(0, before);
  worker_.shared().sink.record(std::move(exchange), stage_.get());
}

}  // namespace jobrig::serve
