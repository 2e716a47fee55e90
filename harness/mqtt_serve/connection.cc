#include "mqtt_serve/connection.h"

#include <chrono>
#include <utility>

#include "base/deadline.h"

namespace jobrig::mqtt_serve {
namespace {

using transport::HandshakeState;
using transport::Transfer;

}  // namespace

MqttConnection::MqttConnection(ConnectionHost& host, std::unique_ptr<transport::Transport> transport,
                               std::uint64_t number)
    : host_(host), transport_(std::move(transport)), number_(number) {}

/// The connection stays alive until the end of the step, whatever the step closes.
template <typename Step>
void MqttConnection::attempt(Step step) noexcept {
  const auto self = shared_from_this();
  try {
    step();
  } catch (...) {
    host_.log().note_exception("an MQTT connection was dropped");
    close("an internal failure", true);
  }
}

void MqttConnection::start(model::Opening opening) noexcept {
  attempt([&] {
    const base::Duration delay = opening.delay;
    if (opening.end || opening.limits.any()) {
      opening_ = std::make_unique<model::Opening>(std::move(opening));
    }
    if (opening_ && opening_->limits.max_age) {
      set_limit(life_, *opening_->limits.max_age);
    }
    if (delay > base::Duration::zero()) {
      phase_ = Phase::kOpening;
      set_limit(limit_, delay);
    } else {
      begin();
    }
  });
}

void MqttConnection::begin() {
  phase_ = Phase::kHandshaking;
  if (opening_ && opening_->end) {
    switch (opening_->end->close_action) {
      case model::CloseAction::kReset:
        close("reset, as the scenario says", true);
        return;
      case model::CloseAction::kHang:
        phase_ = Phase::kHanging;
        wait_for_bytes();
        return;
      default:
        end("closed, as the scenario says");
        return;
    }
  }
  if (transport_->handshake() == HandshakeState::kDone) {
    become_open();
  } else {
    set_limit(limit_, host_.options().handshake_timeout);
  }
  wait_for_bytes();
}

void MqttConnection::become_open() {
  host_.timers().cancel(limit_);
  phase_ = Phase::kOpen;
  note_activity();
  model::PacketRecord record;
  record.connection = number_;
  record.direction = model::PacketDirection::kConnection;
  record.packet = "opened";
  told_open_ = true;
  host_.record(std::move(record));
  host_.opened(number_);
}

void MqttConnection::tell_closed(std::string_view reason) {
  if (std::exchange(told_closed_, true)) {
    return;
  }
  model::PacketRecord record;
  record.connection = number_;
  record.direction = model::PacketDirection::kConnection;
  record.client_id = session_;
  record.packet = "closed";
  record.detail = reason;
  host_.record(std::move(record));
  if (told_open_) {
    host_.closed(number_);
  }
}

void MqttConnection::know_session(const std::string& client_id) {
  if (session_.empty() && !client_id.empty()) {
    session_ = client_id;
  }
}

// --- Reading

void MqttConnection::wait_for_bytes() {
  if (!waits_for_bytes_ && phase_ != Phase::kClosed) {
    waits_for_bytes_ = true;
    transport_->wait_readable(shared_from_this());
  }
}

void MqttConnection::on_readable() noexcept {
  attempt([this] {
    waits_for_bytes_ = false;
    read();
  });
}

void MqttConnection::read() {
  auto& buffer = host_.read_buffer();
  const Transfer transfer = transport_->read(buffer.data(), buffer.size());
  if (phase_ == Phase::kHandshaking && transport_->handshake() == HandshakeState::kDone) {
    become_open();
  }
  take(transfer);
  if (transfer.state == Transfer::State::kDone || transfer.state == Transfer::State::kWouldBlock) {
    wait_for_bytes();
  }
}

void MqttConnection::take(const Transfer& transfer) {
  switch (transfer.state) {
    case Transfer::State::kWouldBlock:
      break;
    case Transfer::State::kDone:
      if (phase_ == Phase::kOpen) {
        note_activity();
        host_.received(number_, std::string_view(host_.read_buffer().data(), transfer.bytes));
      }
      break;
    case Transfer::State::kEnd:
      if (phase_ == Phase::kOpen) {
        end("the client closed the connection");
      } else if (phase_ != Phase::kEnding) {
        close("the client closed the connection", false);
      }
      break;
    case Transfer::State::kFailed:
      close(transport_->handshake() == HandshakeState::kFailed
                ? "the TLS handshake failed: " + transport_->handshake_problem()
                : std::string("the connection broke"),
            false);
      break;
  }
}

// --- Sending

void MqttConnection::send(Outgoing&& packet) noexcept {
  if (phase_ != Phase::kOpen) {
    return;
  }
  attempt([&] {
    know_session(packet.record.client_id);  // the server chose it if CONNECT had none
    const std::size_t size = model::byte_count(packet.script);
    if (waiting_ > 0 && waiting_ + size > host_.options().max_waiting) {
      close("the client does not read: " + std::to_string(waiting_) + " bytes wait", true);
      return;
    }
    waiting_ += size;
    queue_.push_back(std::move(packet));
    play_next();
  });
}

void MqttConnection::play_next() {
  while (!playing_ && !queue_.empty()) {
    Outgoing packet = std::move(queue_.front());
    queue_.pop_front();
    playing_ = std::make_unique<Playing>(Playing{std::move(packet.record), serve::Player(*transport_, host_.clock())});
    follow(
        playing_->player.play(host_.timers(), std::move(packet.script), host_.clock().monotonic(), shared_from_this()));
  }
  if (phase_ == Phase::kEnding && !playing_) {
    tell_closed(reason_);
    transport_->shut_down_sending();
    drain();
  }
}

void MqttConnection::on_writable() noexcept { on_time(); }

void MqttConnection::on_time() noexcept {
  attempt([this] {
    if (playing_) {
      follow(playing_->player.go_on(host_.timers(), shared_from_this()));
      play_next();
    }
  });
}

void MqttConnection::follow(serve::Player::State state) {
  if (state == serve::Player::State::kWaiting) {
    return;
  }
  const model::CloseAction action = playing_->player.close_action();
  finish_packet();
  if (state == serve::Player::State::kBroken) {
    close("the connection broke", false);
  } else {
    finish_script(action);
  }
}

/// Records the packet that is being sent, with the bytes that were sent.
void MqttConnection::finish_packet() {
  const std::unique_ptr<Playing> played = std::move(playing_);
  waiting_ -= played->player.size();
  played->record.bytes = played->player.take_bytes();
  host_.record(std::move(played->record));
}

void MqttConnection::finish_script(model::CloseAction action) {
  switch (action) {
    case model::CloseAction::kKeepOpen:
      return;
    case model::CloseAction::kHang:
      phase_ = Phase::kHanging;
      queue_.clear();
      return;
    case model::CloseAction::kHalfClose:
      tell_closed("half-closed by a fault");
      phase_ = Phase::kHanging;
      queue_.clear();
      return;
    case model::CloseAction::kReset:
      close("reset by a fault", true);
      return;
    case model::CloseAction::kClose:
    case model::CloseAction::kCloseSilently:
      tell_closed("closed by a fault");
      queue_.clear();
      drain();
      return;
  }
}

// --- The end

void MqttConnection::end(std::string reason) noexcept {
  if (phase_ == Phase::kEnding || phase_ == Phase::kDraining || phase_ == Phase::kClosed) {
    return;
  }
  attempt([&] {
    reason_ = std::move(reason);
    if (phase_ != Phase::kHanging) {
      phase_ = Phase::kEnding;
      set_limit(limit_, host_.options().linger_timeout);
      play_next();
    }
  });
}

/// Waits until the client has read everything and closes its side.
void MqttConnection::drain() {
  phase_ = Phase::kDraining;
  set_limit(limit_, host_.options().linger_timeout);
  wait_for_bytes();
}

void MqttConnection::set_limit(Limit& limit, base::Duration time) {
  host_.timers().set(base::deadline(host_.clock().monotonic(), time),
                     std::shared_ptr<serve::Waiter>(shared_from_this(), &limit));
}

void MqttConnection::at_limit() noexcept {
  attempt([this] {
    switch (phase_) {
      case Phase::kOpening:
        begin();
        break;
      case Phase::kHandshaking:
        if (transport_->handshake() != HandshakeState::kHeldUp) {
          close("no TLS handshake within the time for it", false);
        }
        break;
      case Phase::kEnding:
        if (playing_ && !playing_->player.waits_for_room()) {  // a pause of the script
          set_limit(limit_, host_.options().linger_timeout);
        } else {
          close(reason_, true);
        }
        break;
      case Phase::kDraining:
        close("", false);
        break;
      case Phase::kOpen:
      case Phase::kHanging:
      case Phase::kClosed:
        break;
    }
  });
}

void MqttConnection::at_end_of_life() noexcept {
  close("the connection is too old, as the scenario says", opening_->limits.end == model::ConnectionEnd::kReset);
}

void MqttConnection::note_activity() {
  if (opening_ && opening_->limits.idle_timeout) {
    set_limit(idle_, *opening_->limits.idle_timeout);
  }
}

/// A packet that is being sent keeps a connection from being idle.
void MqttConnection::at_idle() noexcept {
  attempt([this] {
    if (playing_) {
      note_activity();
    } else if (phase_ == Phase::kOpen) {
      const std::string reason = "the connection was idle for too long, as the scenario says";
      if (opening_->limits.end == model::ConnectionEnd::kReset) {
        close(reason, true);
      } else {
        end(reason);
      }
    }
  });
}

void MqttConnection::close(std::string_view reason, bool reset) noexcept {
  if (phase_ == Phase::kClosed) {
    return;
  }
  const auto self = shared_from_this();
  phase_ = Phase::kClosed;
  host_.timers().cancel(*this);
  host_.timers().cancel(limit_);
  host_.timers().cancel(life_);
  host_.timers().cancel(idle_);
  try {
    queue_.clear();
    if (playing_) {
      finish_packet();
    }
    tell_closed(reason);
  } catch (...) {
    host_.log().note_exception("a record of an MQTT connection was lost");
  }
  transport_->close(reset);
  host_.forget(number_);
}

}  // namespace jobrig::mqtt_serve
