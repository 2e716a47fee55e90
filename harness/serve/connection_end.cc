// The second part of Connection: what happens after a response is played, and all the ways in which a connection ends.
#include <memory>
#include <utility>

#include "serve/connection.h"

namespace jobrig::serve {

void Connection::played(Player::State state) {
  transaction_->settle_riders();
  if (state == Player::State::kWaiting) {
    transaction_.wait();
    since_ = worker_.shared().clock.monotonic();
    wait_for_bytes_ahead();
    return;
  }
  if (state == Player::State::kBroken) {
    finish(model::CloseReason::kClientGaveUp, transaction_->broken_at());
    close();
  } else if (transaction_->is_interim()) {
    transaction_.reset();
    phase_ = Phase::kReading;
  } else {
    end_as_played(transaction_->played_at());
  }
}

void Connection::end_as_played(base::Monotonic ended) {
  switch (transaction_->player().close_action()) {
    case model::CloseAction::kKeepOpen: {
      const bool last = worker_.stopping();
      finish(last ? model::CloseReason::kClosed : model::CloseReason::kKept, ended);
      phase_ = Phase::kReading;
      if (last) {
        close();
      }
      break;
    }
    case model::CloseAction::kClose:
    case model::CloseAction::kCloseSilently:
      finish(model::CloseReason::kClosed, ended);
      drain();
      break;
    case model::CloseAction::kHalfClose:
      finish(model::CloseReason::kClosed, ended);
      drain();
      if (worker_.stopping()) {
        close();
      } else if (phase_ == Phase::kDraining) {
        phase_ = Phase::kHalfClosed;
      }
      break;
    case model::CloseAction::kReset:
      finish(model::CloseReason::kReset, ended);
      close();
      break;
    case model::CloseAction::kHang:
      phase_ = Phase::kHanging;
      transaction_->pack();
      if (client_finished_ || worker_.stopping()) {
        cut();
      } else {
        wait_for_bytes();
      }
      break;
  }
}

/// Passes the exchange to the journal.
void Connection::finish(model::CloseReason close_reason, base::Monotonic ended) noexcept {
  since_ = ended;
  worker_.timers().cancel(*this);
  transaction_.finish(close_reason, ended, sent_continue_ ? kContinue : std::string_view());
}

/// After our FIN, discards the bytes that the client still sends until the client closes too. Closing a socket with
/// unread bytes would reset the connection, and the client could lose the response.
void Connection::drain() {
  phase_ = Phase::kDraining;
  std::string().swap(pending_);
  hold_pending();
  if (client_finished_) {
    close();
  } else {
    wait_for_bytes();
  }
}

void Connection::discard_bytes() {
  auto& buffer = worker_.read_buffer();
  const transport::Transfer transfer = transport_->read(buffer.data(), buffer.size());
  if (transfer.state == transport::Transfer::State::kDone ||
      transfer.state == transport::Transfer::State::kWouldBlock) {
    wait_for_bytes();
    return;
  }
  if (phase_ == Phase::kHanging) {
    finish(model::CloseReason::kClientGaveUp, worker_.shared().clock.monotonic());
  }
  close();
}

void Connection::check_deadline(base::Monotonic now) noexcept {
  const auto self = shared_from_this();  // ending a wait may release the last owner of this object
  attempt([&] { end_wait(now); });
}

void Connection::end_wait(base::Monotonic now) {
  const ServerOptions& options = worker_.shared().options;
  const base::Monotonic::duration waited = now - since_;
  switch (phase_) {
    case Phase::kReading:
      if (transport_->handshake() != transport::HandshakeState::kDone) {
        if (transport_->handshake() == transport::HandshakeState::kUnderWay && waited >= options.handshake_timeout) {
          end_handshake("it was not complete in time", model::CloseReason::kClosed);
        }
      } else if (framer_ && waited >= options.request_timeout) {
        refuse({408, "the request was not complete in time"}, pending_);
      } else if (!framer_ && waited >= options.idle_timeout) {
        close();
      }
      break;
    case Phase::kAnswering:
      if (transaction_.waits_for_room() && waited >= options.idle_timeout) {
        finish(model::CloseReason::kClientGaveUp, now);
        close();
      }
      break;
    case Phase::kDraining:
      if (waited >= options.linger_timeout) {
        close();
      }
      break;
    case Phase::kOpening:
    case Phase::kHanging:
    case Phase::kHalfClosed:
    case Phase::kClosed:
      break;
  }
}

void Connection::stop() noexcept {
  const auto self = shared_from_this();  // ending a wait may release the last owner of this object
  attempt([this] {
    if (phase_ == Phase::kReading) {
      take_bytes();  // a request that has already been received counts as in flight
      if (phase_ == Phase::kReading) {
        if (transport_->handshake() == transport::HandshakeState::kHeldUp) {
          end_handshake(transport_->handshake_problem(), model::CloseReason::kServerStopped);
        }
        close();
      }
    } else if (phase_ == Phase::kHanging || phase_ == Phase::kHalfClosed || phase_ == Phase::kOpening ||
               transaction_.streams()) {
      cut();
    }
  });
}

void Connection::cut() noexcept {
  const auto self = shared_from_this();  // ending a wait may release the last owner of this object
  if (transaction_) {
    const bool gone = client_finished_ && phase_ == Phase::kHanging;
    finish(gone ? model::CloseReason::kClientGaveUp : model::CloseReason::kServerStopped,
           worker_.shared().clock.monotonic());
  }
  close();
}

void Connection::close() noexcept {
  if (phase_ != Phase::kClosed) {
    phase_ = Phase::kClosed;
    worker_.timers().cancel(*this);
    if (lifetime_) {
      worker_.timers().cancel(*lifetime_);
    }
    transport_->close(false);
    worker_.strike(*this);
  }
}

}  // namespace jobrig::serve
