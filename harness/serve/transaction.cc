#include "serve/transaction.h"

#include <atomic>
#include <optional>
#include <utility>

namespace jobrig::serve {
namespace {

// Responses up to this size are always sent.
constexpr std::size_t kSmall = std::size_t{64} * 1024;

}  // namespace

Transaction::Transaction(Worker& worker, transport::Transport& transport, std::uint64_t connection,
                         std::string_view raw)
    : Transaction(worker, transport) {
  is_interim_ = false;
  Shared& shared = worker.shared();
  model::Exchange& exchange = worker.exchange();
  model::clear(exchange);
  exchange.connection = connection;
  exchange.number = 1 + shared.exchanges.fetch_add(1, std::memory_order_relaxed);
  exchange.request = raw;
  exchange.request_whole = shared.clock.monotonic();
}

Transaction::Transaction(Asleep& asleep) noexcept : Transaction(asleep.worker, asleep.transport) {
  is_interim_ = false;
  packed_ = std::move(asleep.packed);
  stage_ = std::move(asleep.stage);
  player_.resume(asleep.player);
  held_request_ = std::exchange(asleep.held_request, 0);
  held_response_ = std::exchange(asleep.held_response, 0);
}

std::unique_ptr<Transaction::Asleep> Transaction::fall_asleep() {
  const bool is_plain = !awaited_ && !riders_ && client_finished_ == base::Monotonic{};
  const std::optional<Player::Beginning> beginning = player_.beginning();
  if (!is_plain || !beginning || !packed_.has_steps() || !player_.steps().empty()) {
    return nullptr;
  }
  auto asleep = std::make_unique<Asleep>(worker_, player_.transport());
  asleep->packed = std::move(packed_);
  asleep->stage = std::move(stage_);
  asleep->player = *beginning;
  asleep->held_request = static_cast<std::uint32_t>(std::exchange(held_request_, 0));
  asleep->held_response = static_cast<std::uint32_t>(std::exchange(held_response_, 0));
  return asleep;
}

/// Returns whether the response exceeds the limit if its client does not read it.
bool Transaction::is_too_large(const model::Script& script) const {
  const std::size_t size = model::byte_count(script);
  const Shared& shared = worker_.shared();
  return size > kSmall &&
         shared.held_responses.load(std::memory_order_relaxed) + size > shared.options.max_held_responses;
}

Player::State Transaction::play(model::Script&& script, const std::shared_ptr<PlayerUser>& user) {
  const Shared& shared = worker_.shared();
  if (shared.options.max_held_responses > 0 && is_too_large(script)) {
    script = answer_to(worker_, Refusal{503, "responses of " + std::to_string(shared.options.max_held_responses) +
                                                 " bytes wait until their clients read them, which is the limit"});
  }
  const base::Monotonic since = is_interim_ ? base::Monotonic{} : worker_.exchange().request_whole;
  carry_riders();
  if (riders_) {
    riders_->join(script);
  }
  return player_.play(worker_.timers(), std::move(script), since, user, riders_ ? riders_->size() : 0);
}

void Transaction::carry_riders() {
  if (!riders_ && !worker_.riders().empty()) {
    auto riders = std::make_unique<Riders>();
    std::swap(*riders, worker_.riders());
    riders_ = std::move(riders);
  }
}

void Transaction::settle_riders() noexcept {
  if (riders_ && player_.ahead() > 0 && player_.bytes_left() >= player_.ahead()) {
    record_riders(model::CloseReason::kKept, played_at());
  }
}

void Transaction::record_riders(model::CloseReason close_reason, base::Monotonic ended) noexcept {
  const std::unique_ptr<Riders> riders = std::move(riders_);
  model::Exchange own = std::exchange(worker_.exchange(), {});
  const base::Monotonic first = player_.first_byte() != base::Monotonic{} ? player_.first_byte() : player_.last_byte();
  riders->record(worker_, {player_.bytes_left(), first, player_.last_byte(), ended, close_reason});
  worker_.exchange() = std::move(own);
}

Player::State Transaction::await(Awaited awaited, const std::shared_ptr<PlayerUser>& user) {
  carry_riders();
  awaited_ = std::make_unique<const Awaited>(std::move(awaited));
  model::PendingReply& pending = *awaited_->pending;
  worker_.timers().set(pending.deadline(), user);
  const auto wakeup = std::make_shared<UserWakeup>(user, awaited_->pending);
  pending.when_ready([&loop = worker_.loop(), wakeup] { loop.post(*wakeup, wakeup); });
  return Player::State::kWaiting;
}

Player::State Transaction::go_on(const std::shared_ptr<PlayerUser>& user) {
  if (!awaited_) {
    if (packed_.has_steps() && player_.steps().empty()) {
      player_.take_back(packed_.steps());
    }
    return player_.go_on(worker_.timers(), user);
  }
  worker_.timers().cancel(*user);
  worker_.exchange() = packed_.unpack();
  packed_ = {};
  hold(0, 0);
  const std::unique_ptr<const Awaited> awaited = std::move(awaited_);
  return play(answer_of(worker_, *awaited), user);
}

void Transaction::pack() {
  if (is_interim_) {
    return;
  }
  if (!packed_) {
    hold(worker_.exchange().request.size(), awaited_ ? 0 : player_.size());
    const bool with_steps = player_.may_lay_aside(PackedExchange::kMaxSteps, PackedExchange::kMaxBytes);
    static const std::vector<model::ScriptStep> kNone;  // an lvalue: a temporary would make the other one a copy, too
    packed_.pack(worker_.exchange(), with_steps ? player_.steps() : kNone, worker_.packing_bases());
  }
  if (packed_.has_steps() && player_.bytes_left() == 0) {
    worker_.engine().give_back(player_.take_steps(), {});
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
  if (riders_) {
    record_riders(close_reason, ended);
  }
  if (is_interim_) {
    return;
  }
  try {
    record(close_reason, ended, before);
  } catch (...) {
    worker_.shared().log.note_exception("an exchange was not recorded");
  }
}

void Transaction::record(model::CloseReason close_reason, base::Monotonic ended, std::string_view before) {
  model::Exchange& exchange = worker_.exchange();
  if (packed_) {
    exchange = packed_.unpack();
  }
  exchange.first_byte = player_.first_byte();
  exchange.last_byte = player_.bytes_left() > player_.ahead() ? player_.last_byte() : base::Monotonic{};
  exchange.ended = ended;
  exchange.close_reason = close_reason;
  if (player_.bytes_left() <= player_.ahead()) {
    exchange.status = 0;
  }
  exchange.answer = player_.take_bytes();
  if (player_.ahead() > 0) {
    exchange.answer.erase(0, player_.ahead());
  }
  if (!before.empty()) {
    exchange.answer.insert(0, before);
  }
  worker_.count_sent(exchange.answer.size());
  worker_.shared().sink.record(std::move(exchange), stage_.get());
  worker_.engine().give_back(player_.take_steps(), std::move(exchange.answer));
}

}  // namespace jobrig::serve
