#include "serve/connection.h"

#include <algorithm>
#include <utility>

namespace jobrig::serve {
namespace {

// Number of pipelined requests that are answered, and of bytes sent, before other connections are served.
constexpr unsigned kBurst = 32;
constexpr std::size_t kBurstBytes = std::size_t{256} * 1024;
// Bytes that are received ahead while a response is being sent. Beyond this limit the client's window fills.
constexpr std::size_t kAhead = std::size_t{128} * 1024;

}  // namespace

Connection::Connection(Worker& worker, std::unique_ptr<transport::Transport>& transport, std::uint64_t number)
    : worker_(worker),
      held_(worker.shared().held_requests),
      since_(worker.shared().clock.monotonic()),
      number_(number) {
  worker.enlist(*this);
  transport_ = std::move(transport);
}

Connection::~Connection() { close(); }

void Connection::start() noexcept {
  attempt([this] { open(worker_.shared().responder.at_accept()); });
}

/// Called while the exception of a step is handled.
void Connection::fail() noexcept {
  worker_.shared().log.note_exception("a connection was dropped");
  worker_.riders().record(
      worker_, {0, {}, {}, worker_.shared().clock.monotonic(), model::CloseReason::kReset});  // not carried yet
  if (transaction_) {
    finish(model::CloseReason::kReset, worker_.shared().clock.monotonic());
  }
  transport_->close(true);
  close();
}

void Connection::wait_for_bytes() {
  if (!waits_for_bytes_ && !client_finished_) {
    waits_for_bytes_ = true;
    transport_->wait_readable(shared_from_this());
  }
}

void Connection::on_readable() noexcept {
  attempt([this] { continue_reading(); });
}

void Connection::on_writable() noexcept {
  attempt([this] { go_on_playing(); });
}

void Connection::run_task() noexcept {
  attempt([this] { go_on_processing(); });
}

void Connection::continue_reading() {
  waits_for_bytes_ = false;
  switch (phase_) {
    case Phase::kReading:
      take_bytes();
      break;
    case Phase::kAnswering:
      take_bytes_ahead();
      break;
    case Phase::kHanging:
    case Phase::kDraining:
    case Phase::kHalfClosed:
      discard_bytes();
      break;
    case Phase::kOpening:
    case Phase::kClosed:
      break;
  }
}

void Connection::take_bytes() {
  auto& buffer = worker_.read_buffer();
  const transport::Transfer transfer = transport_->read(buffer.data(), buffer.size());
  switch (transfer.state) {
    case transport::Transfer::State::kWouldBlock:
      wait_for_bytes();
      break;
    case transport::Transfer::State::kFailed:
      if (transport_->handshake() == transport::HandshakeState::kFailed) {
        end_handshake(transport_->handshake_problem(), model::CloseReason::kClosed);
      } else {
        close();
      }
      break;
    case transport::Transfer::State::kEnd:
      client_finished_ = true;
      if (transport_->handshake() == transport::HandshakeState::kHeldUp) {
        end_handshake(transport_->handshake_problem(), model::CloseReason::kClientGaveUp);
      } else {
        give_up_reading();
      }
      break;
    case transport::Transfer::State::kDone:
      worker_.timers().cancel(*this);
      if (pending_.empty()) {
        process(std::string_view(buffer.data(), transfer.bytes));
      } else {
        append_pending(std::string_view(buffer.data(), transfer.bytes));
        process(pending_);
      }
      break;
  }
}

/// Ends a connection that never sent a request. The journal records why, unless the client sent no bytes.
void Connection::end_handshake(std::string problem, model::CloseReason close_reason) {
  if (!problem.empty()) {
    begin_turn({});
    worker_.exchange().arrived = worker_.shared().clock.civil();
    worker_.exchange().handshake = std::move(problem);
    finish(close_reason, worker_.exchange().request_whole);
  }
  transport_->shut_down_sending();
  drain();
}

/// The client has finished sending: a partial request gets a response, an empty one does not.
void Connection::give_up_reading() {
  if (framer_) {
    refuse({400, "the client stopped sending inside the request"}, pending_);
  } else {
    close();
  }
}

/// Processes the next part of the received bytes. Returns false when nothing can be processed now.
bool Connection::take_request(Framer& framer, std::string_view rest) {
  const Framer::Progress progress = framer.advance(rest);
  if (progress != Framer::Progress::kRefused &&
      ends_before_answer(framer, rest, progress == Framer::Progress::kWhole)) {
    return false;
  }
  switch (progress) {
    case Framer::Progress::kNeedMore:
      return false;
    case Framer::Progress::kSendContinue:
      send_continue();
      return true;
    case Framer::Progress::kRefused:
      refuse(framer.refusal(), rest);
      return false;
    case Framer::Progress::kWhole:
      answer_framed(framer, rest);
      return true;
  }
  return false;
}

/// `bytes`: the read buffer or pending_ itself, from the beginning of the current request.
void Connection::process(std::string_view bytes) {
  if (!framer_) {
    worker_.framer().restart();
  }
  Framer& framer = framer_ ? *framer_ : worker_.framer();
  bool is_new = !framer.begun();
  std::size_t used = 0;
  const std::uint64_t sent = worker_.sent();
  for (unsigned answered = 0;
       phase_ == Phase::kReading && used < bytes.size() && answered < kBurst && worker_.sent() - sent < kBurstBytes;) {
    const std::string_view rest = bytes.substr(used);
    if (const std::size_t size = framer.begun() ? 0 : answer_known(rest); size > 0) {
      used += size;
      is_new = true;
      ++answered;
      continue;
    }
    const bool went_on = take_request(framer, rest);
    if (went_on && framer.is_whole()) {
      used += framer.size();
      framer.restart();
      sent_continue_ = false;
      asked_at_head_ = false;
      is_new = true;
      ++answered;
    } else if (!went_on) {
      break;
    }
  }
  if (!worker_.riders().empty()) {
    send_riders();
  }
  if (phase_ == Phase::kClosed || phase_ == Phase::kDraining || phase_ == Phase::kHalfClosed) {
    framer_.reset();
    return;
  }
  if (framer.begun() && is_new) {
    since_ = worker_.shared().clock.monotonic();
  }
  const bool more_at_hand = used < bytes.size() && !framer.begun();
  keep(framer, bytes, used);
  if (phase_ == Phase::kReading && framer_ && pending_.size() > kSmallRequest && has_no_room_for(0)) {
    framer_.reset();
    refuse_for_room(pending_);
  }
  wait_or_go_on(more_at_hand);
  yield_to_next_request();
}

void Connection::wait_or_go_on(bool more_at_hand) {
  if (phase_ != Phase::kReading) {
    return;
  }
  if (more_at_hand) {
    worker_.loop().post(*this, shared_from_this());
  } else if (client_finished_) {
    give_up_reading();
  } else {
    wait_for_request();
  }
}

void Connection::go_on_processing() {
  if (phase_ == Phase::kReading) {
    process(pending_);
  }
}

/// Stores the part of `bytes` after `used`, and the framer if it is in the middle of a request.
void Connection::keep(Framer& framer, std::string_view bytes, std::size_t used) {
  if (!framer.begun()) {
    framer_.reset();
  } else if (!framer_) {
    framer_ = std::make_unique<Framer>(std::move(framer));
  }
  if (used == bytes.size()) {
    std::string().swap(pending_);
  } else if (pending_.empty()) {
    pending_.assign(bytes.substr(used));
  } else if (used > 0) {
    std::string(bytes.substr(used)).swap(pending_);  // also frees the capacity of a large request
  }
  hold_pending();
}

/// Grows by a quarter at a time, which keeps the memory of a request near its size.
void Connection::append_pending(std::string_view bytes) {
  if (pending_.capacity() < pending_.size() + bytes.size()) {
    std::string larger;
    larger.reserve(pending_.size() + std::max(bytes.size(), pending_.size() / 4));
    larger.append(pending_);
    pending_.swap(larger);
  }
  pending_.append(bytes);
  hold_pending();
}

void Connection::take_bytes_ahead() {
  auto& buffer = worker_.read_buffer();
  const transport::Transfer transfer = transport_->read(buffer.data(), buffer.size());
  switch (transfer.state) {
    case transport::Transfer::State::kWouldBlock:
      wait_for_bytes();
      break;
    case transport::Transfer::State::kDone:
      append_pending(std::string_view(buffer.data(), transfer.bytes));
      wait_for_bytes_ahead();
      yield_to_next_request();
      break;
    case transport::Transfer::State::kEnd:
      client_finished_ = true;
      if (transaction_->is_awaiting()) {  // no longer needed
        finish(model::CloseReason::kClientGaveUp, worker_.shared().clock.monotonic());
        close();
      } else {
        transaction_->note_client_finished(worker_.shared().clock.monotonic());
      }
      break;
    case transport::Transfer::State::kFailed:
      finish(model::CloseReason::kClientGaveUp, worker_.shared().clock.monotonic());
      close();
      break;
  }
}

void Connection::wait_for_bytes_ahead() {
  if (pending_.size() < kAhead && !has_no_room_for(0)) {
    wait_for_bytes();
  }
}

}  // namespace jobrig::serve
