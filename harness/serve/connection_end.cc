// The second half of Connection: what becomes of it once an answer is played, and all the ways in which it ends.
#include <memory>
#include <utility>

#include "serve/connection.h"

namespace jobrig::serve {

void Connection::played(Player::State state) {
  if (state == Player::State::kWaiting) {
    turn_->pack();
    since_ = worker_.shared().clock.monotonic();
    wait_for_bytes_ahead();
    return;
  }
  if (state == Player::State::kBroken) {
    finish(model::Departure::kClientGaveUp, turn_->broken_at());
    close();
  } else if (turn_->is_interim()) {
    turn_.reset();
    phase_ = Phase::kReading;
  } else {
    end_as_played(turn_->played_at());
  }
}

void Connection::end_as_played(base::Monotonic ended) {
  switch (turn_->player().ending()) {
    case model::Ending::kKeepOpen: {
      const bool last = worker_.stopping();
      finish(last ? model::Departure::kClosed : model::Departure::kKept, ended);
      phase_ = Phase::kReading;
      if (last) {
        close();
      }
      break;
    }
    case model::Ending::kClose:
    case model::Ending::kCloseSilently:
      finish(model::Departure::kClosed, ended);
      drain();
      break;
    case model::Ending::kHalfClose:
      finish(model::Departure::kClosed, ended);
      drain();
      if (worker_.stopping()) {
        close();
      } else if (phase_ == Phase::kDraining) {
        phase_ = Phase::kHalfClosed;
      }
      break;
    case model::Ending::kReset:
      finish(model::Departure::kReset, ended);
      close();
      break;
    case model::Ending::kHang:
      phase_ = Phase::kHanging;
      turn_->pack();
      if (client_finished_ || worker_.stopping()) {
        cut();
      } else {
        wait_for_bytes();
      }
      break;
  }
}

/// Hands the exchange to the journal.
void Connection::finish(model::Departure departure, base::Monotonic ended) {
  const std::unique_ptr<Turn> turn = std::move(turn_);
  since_ = ended;
  worker_.alarms().cancel(*this);
  turn->finish(departure, ended, sent_continue_ ? kContinue : std::string_view());
}

/// After our FIN: what the client still sends is thrown away until it closes too; closing over unread bytes would reset
/// the connection, and the client might lose the answer.
void Connection::drain() {
  phase_ = Phase::kDraining;
  std::string().swap(pending_);
  if (client_finished_) {
    close();
  } else {
    wait_for_bytes();
  }
}

void Connection::discard_bytes() {
  auto& buffer = worker_.read_buffer();
  const Transfer transfer = transport_->read(buffer.data(), buffer.size());
  if (transfer.state == Transfer::State::kDone || transfer.state == Transfer::State::kWouldBlock) {
    wait_for_bytes();
    return;
  }
  if (phase_ == Phase::kHanging) {
    finish(model::Departure::kClientGaveUp, worker_.shared().clock.monotonic());
  }
  close();
}

void Connection::check_deadline(base::Monotonic now) {
  const auto self = shared_from_this();  // ending a wait may end what kept this alive
  const ServerOptions& options = worker_.shared().options;
  const base::Monotonic::duration waited = now - since_;
  switch (phase_) {
    case Phase::kReading:
      if (transport_->handshake() != HandshakeState::kDone) {
        if (transport_->handshake() == HandshakeState::kUnderWay && waited >= options.handshake_timeout) {
          end_handshake("it was not whole in time", model::Departure::kClosed);
        }
      } else if (framer_ && waited >= options.request_timeout) {
        refuse({408, "the request was not whole in time"}, pending_);
      } else if (!framer_ && waited >= options.idle_timeout) {
        close();
      }
      break;
    case Phase::kAnswering:
      if (turn_->player().waits_for_room() && waited >= options.idle_timeout) {
        finish(model::Departure::kClientGaveUp, now);
        close();
      }
      break;
    case Phase::kDraining:
      if (waited >= options.linger_timeout) {
        close();
      }
      break;
    case Phase::kHanging:
    case Phase::kHalfClosed:
    case Phase::kClosed:
      break;
  }
}

void Connection::stop() {
  const auto self = shared_from_this();  // ending a wait may end what kept this alive
  if (phase_ == Phase::kReading) {
    take_bytes();  // a request that lies here already is in flight too
    if (phase_ == Phase::kReading) {
      if (transport_->handshake() == HandshakeState::kHeldUp) {
        end_handshake(transport_->handshake_problem(), model::Departure::kServerStopped);
      }
      close();
    }
  } else if (phase_ == Phase::kHanging || phase_ == Phase::kHalfClosed) {
    cut();
  }
}

void Connection::cut() {
  const auto self = shared_from_this();  // ending a wait may end what kept this alive
  if (turn_) {
    const bool gone = client_finished_ && phase_ == Phase::kHanging;
    finish(gone ? model::Departure::kClientGaveUp : model::Departure::kServerStopped,
           worker_.shared().clock.monotonic());
  }
  close();
}

void Connection::close() {
  if (phase_ != Phase::kClosed) {
    phase_ = Phase::kClosed;
    transport_->close(false);
    worker_.strike(*this);
  }
}

}  // namespace jobrig::serve
