// The third part of Connection: what a scenario says about it before the response to a request: how it opens, when it
// is too old or idle for too long, and whether it ends inside a request.
#include <algorithm>
#include <memory>
#include <utility>

#include "base/deadline.h"
#include "serve/connection.h"

namespace jobrig::serve {

void Connection::open(model::Opening opening) {
  TimerQueue& timers = worker_.timers();
  if (opening.limits.any()) {
    lifetime_ = std::make_unique<Lifetime>(*this, opening.limits);
  }
  if (opening.limits.max_age) {
    timers.set(base::deadline(since_, *opening.limits.max_age),
               std::shared_ptr<Waiter>(shared_from_this(), lifetime_.get()));
  }
  if (opening.end) {
    planned_end_ = std::make_unique<model::EarlyEnd>(std::move(*opening.end));
  }
  if (opening.delay > base::Duration::zero()) {
    phase_ = Phase::kOpening;
    timers.set(base::deadline(since_, opening.delay), shared_from_this());
  } else {
    begin_reading();
  }
}

void Connection::begin_reading() {
  phase_ = Phase::kReading;
  since_ = worker_.shared().clock.monotonic();
  if (planned_end_) {
    end_early({}, std::move(*std::exchange(planned_end_, nullptr)));
  } else {
    wait_for_request();
  }
}

void Connection::wait_for_request() {
  if (lifetime_ && lifetime_->limits.idle_timeout && !framer_) {
    worker_.timers().set(base::deadline(since_, *lifetime_->limits.idle_timeout), shared_from_this());
  }
  wait_for_bytes();
}

void Connection::on_time() noexcept {
  attempt([this] {
    if (phase_ == Phase::kOpening) {
      begin_reading();
    } else if (is_idle_for_too_long()) {
      end_connection();
    } else {
      go_on_playing();
    }
  });
}

bool Connection::is_idle_for_too_long() const {
  return phase_ == Phase::kReading && !framer_ && lifetime_ && lifetime_->limits.idle_timeout &&
         worker_.shared().clock.monotonic() >= base::deadline(since_, *lifetime_->limits.idle_timeout);
}

/// Ends the connection whatever it is doing. The exchange in progress is recorded with the bytes that were sent.
void Connection::end_of_life() noexcept {
  attempt([this] {
    if (phase_ == Phase::kReading && framer_) {
      begin_turn(pending_);
      worker_.exchange().arrived = worker_.shared().clock.civil();
      framer_.reset();
    }
    const bool stuck = transaction_.waits_for_room();
    if (transaction_) {
      const bool reset = lifetime_->limits.end == model::ConnectionEnd::kReset;
      finish(reset ? model::CloseReason::kReset : model::CloseReason::kClosed, worker_.shared().clock.monotonic());
    }
    if (stuck || phase_ == Phase::kDraining || phase_ == Phase::kHalfClosed) {
      close();  // the client reads no FIN, or has it already
    } else if (phase_ != Phase::kClosed) {
      end_connection();
    }
  });
}

void Connection::end_connection() {
  since_ = worker_.shared().clock.monotonic();
  if (lifetime_->limits.end == model::ConnectionEnd::kReset) {
    transport_->close(true);
    close();
  } else {
    transport_->shut_down_sending();
    drain();
  }
}

/// A response that closes its connection later promised keep-alive: a request that arrives first is answered.
void Connection::yield_to_next_request() {
  if (phase_ == Phase::kAnswering && transaction_ && !pending_.empty() && transaction_->yields()) {
    finish(model::CloseReason::kKept, transaction_->played_at());
    phase_ = Phase::kReading;
    worker_.loop().post(*this, shared_from_this());
  }
}

/// Returns true if the connection was ended because of the head at the beginning of `bytes`, or in the body behind it.
bool Connection::ends_before_answer(const Framer& framer, std::string_view bytes, bool whole) {
  if (!asked_at_head_ && framer.head_size() != 0 && worker_.shared().responder.looks_at_heads()) {
    asked_at_head_ = true;
    ask_at_head(framer, bytes);
  }
  if (!planned_end_) {
    return false;
  }
  const std::size_t all = whole ? framer.size() : bytes.size();
  const std::size_t wanted = framer.head_size() + std::min(planned_end_->request_body_bytes, all);
  if (!whole && all < wanted) {
    return false;
  }
  end_early(bytes.substr(0, std::min(all, wanted)), std::move(*std::exchange(planned_end_, nullptr)));
  return true;
}

void Connection::ask_at_head(const Framer& framer, std::string_view bytes) {
  model::Request& request = worker_.request();
  framer.read(bytes, request);
  request.body = {};
  if (auto end = worker_.shared().responder.at_request_head(request)) {
    planned_end_ = std::make_unique<model::EarlyEnd>(std::move(*end));
  }
}

}  // namespace jobrig::serve
