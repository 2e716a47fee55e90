#include "serve/connection.h"

#include <exception>
#include <utility>

#include "serve/refusal.h"

namespace jobrig::serve {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
// So many pipelined requests are answered before others get their turn.
constexpr unsigned kBurst = 32;
// So much is received ahead while an answer is still under way; then the client's window fills.
constexpr std::size_t kAhead = std::size_t{128} * 1024;

}  // namespace

Connection::Connection(Worker& worker, std::unique_ptr<Transport> transport, std::uint64_t number)
    : worker_(worker), transport_(std::move(transport)), since_(worker.shared().clock.monotonic()), number_(number) {
  worker.enlist(*this);
}

Connection::~Connection() { close(); }

void Connection::start() {
  if (auto end = worker_.shared().responder.at_accept()) {
    end_early({}, std::move(*end));
  } else {
    wait_for_bytes();
  }
}

void Connection::wait_for_bytes() {
  if (!waits_for_bytes_ && !client_finished_) {
    waits_for_bytes_ = true;
    transport_->wait_readable(shared_from_this());
  }
}

void Connection::on_readable() {
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
      discard_bytes();
      break;
    case Phase::kClosed:
      break;
  }
}

void Connection::take_bytes() {
  auto& buffer = worker_.read_buffer();
  const Transfer transfer = transport_->read(buffer.data(), buffer.size());
  switch (transfer.state) {
    case Transfer::State::kWouldBlock:
      wait_for_bytes();
      break;
    case Transfer::State::kFailed:
      if (transport_->handshake() == HandshakeState::kFailed) {
        end_handshake(transport_->handshake_problem(), model::Departure::kClosed);
      } else {
        close();
      }
      break;
    case Transfer::State::kEnd:
      client_finished_ = true;
      if (transport_->handshake() == HandshakeState::kHeldUp) {
        end_handshake(transport_->handshake_problem(), model::Departure::kClientGaveUp);
      } else {
        give_up_reading();
      }
      break;
    case Transfer::State::kDone:
      if (pending_.empty()) {
        process(std::string_view(buffer.data(), transfer.bytes));
      } else {
        pending_.append(buffer.data(), transfer.bytes);
        process(pending_);
      }
      break;
  }
}

/// The connection never came to a request: the journal says why, unless the client never said a word.
void Connection::end_handshake(std::string problem, model::Departure departure) {
  if (!problem.empty()) {
    begin_turn({});
    worker_.exchange().handshake = std::move(problem);
    finish(departure, worker_.exchange().request_whole);
  }
  transport_->shut_down_sending();
  drain();
}

/// The client sends no more: half a request gets an answer, nothing at all gets none.
void Connection::give_up_reading() {
  if (framer_) {
    refuse({400, "the client stopped sending inside the request"}, pending_);
  } else {
    close();
  }
}

void Connection::process(std::string_view bytes) {
  std::size_t used = 0;
  if (!framer_) {
    worker_.framer().restart();
  }
  Framer& framer = framer_ ? *framer_ : worker_.framer();
  bool partial = framer.begun();
  for (unsigned answered = 0; phase_ == Phase::kReading && used < bytes.size();) {
    const std::string_view rest = bytes.substr(used);
    const Framer::Progress progress = framer.advance(rest);
    if (progress != Framer::Progress::kRefused && ends_at_head(framer, rest)) {
      break;
    }
    if (progress == Framer::Progress::kNeedMore) {
      break;
    }
    if (progress == Framer::Progress::kSendContinue) {
      send_continue();
      continue;
    }
    if (progress == Framer::Progress::kRefused) {
      refuse(framer.refusal(), rest);
      break;
    }
    answer(framer, rest);
    used += framer.size();
    partial = false;
    framer.restart();
    sent_continue_ = false;
    asked_at_head_ = false;
    if (++answered == kBurst) {
      break;
    }
  }
  if (phase_ == Phase::kClosed || phase_ == Phase::kDraining) {
    framer_.reset();
    return;
  }
  const bool more_at_hand = phase_ == Phase::kReading && used < bytes.size() && !framer.begun();
  if (framer.begun() && !partial) {
    since_ = worker_.shared().clock.monotonic();
  }
  if (!framer.begun()) {
    framer_.reset();
  } else if (!framer_) {
    framer_ = std::make_unique<Framer>(std::move(framer));
  }
  keep(bytes, used);
  if (more_at_hand) {
    asio::post(worker_.context(), [self = shared_from_this()] { self->go_on_processing(); });
  } else if (phase_ == Phase::kReading) {
    if (client_finished_) {
      give_up_reading();
    } else {
      wait_for_bytes();
    }
  }
}

void Connection::go_on_processing() {
  if (phase_ == Phase::kReading) {
    process(pending_);
  }
}

/// Keeps what of `bytes` (the read buffer, or pending_ itself) lies behind `used`.
void Connection::keep(std::string_view bytes, std::size_t used) {
  if (used == bytes.size()) {
    std::string().swap(pending_);
  } else if (!pending_.empty()) {
    pending_.erase(0, used);
  } else {
    pending_.assign(bytes.substr(used));
  }
}

void Connection::take_bytes_ahead() {
  auto& buffer = worker_.read_buffer();
  const Transfer transfer = transport_->read(buffer.data(), buffer.size());
  switch (transfer.state) {
    case Transfer::State::kWouldBlock:
      wait_for_bytes();
      break;
    case Transfer::State::kDone:
      pending_.append(buffer.data(), transfer.bytes);
      wait_for_bytes_ahead();
      break;
    case Transfer::State::kEnd:
      // It may be gone or merely be done with asking: whether it takes the answer will tell.
      client_finished_ = true;
      turn_->client_finished = worker_.shared().clock.monotonic();
      turn_->player.confirm_before_ending();
      break;
    case Transfer::State::kFailed:
      finish(model::Departure::kClientGaveUp, worker_.shared().clock.monotonic());
      close();
      break;
  }
}

void Connection::wait_for_bytes_ahead() {
  if (pending_.size() < kAhead) {
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

/// True when the connection was ended because of what the head at the begin of `bytes` says.
bool Connection::ends_at_head(const Framer& framer, std::string_view bytes) {
  model::Responder& responder = worker_.shared().responder;
  if (asked_at_head_ || framer.head_size() == 0 || !responder.looks_at_heads()) {
    return false;
  }
  asked_at_head_ = true;
  model::Request& request = worker_.request();
  framer.read(bytes, request);
  request.body = {};
  auto end = responder.at_request_head(request);
  if (end) {
    end_early(bytes.substr(0, framer.head_size()), std::move(*end));
  }
  return end.has_value();
}

void Connection::end_early(std::string_view raw, model::EarlyEnd end) {
  begin_turn(raw);
  worker_.exchange().decision = std::move(end.decision);
  model::Script script;
  script.ending = end.ending;
  play(std::move(script));
}

void Connection::send_continue() {
  turn_ = std::make_unique<Turn>(*transport_, worker_.shared().clock);
  turn_->interim = true;
  sent_continue_ = true;
  model::Script script;
  script.steps.emplace_back(model::Send{std::string(kContinue)});
  play(std::move(script));
}

void Connection::begin_turn(std::string_view raw) {
  Shared& shared = worker_.shared();
  turn_ = std::make_unique<Turn>(*transport_, shared.clock);
  model::Exchange& exchange = worker_.exchange() = {};
  exchange.connection = number_;
  exchange.number = 1 + shared.exchanges.fetch_add(1, std::memory_order_relaxed);
  exchange.request = raw;
  exchange.arrived = shared.clock.civil();
  exchange.request_whole = shared.clock.monotonic();
  if (client_finished_) {
    turn_->player.confirm_before_ending();
  }
}

/// Answers the whole request that `bytes` begins with.
void Connection::answer(const Framer& framer, std::string_view bytes) {
  model::Request& request = worker_.request();
  framer.read(bytes, request);
  request.client_certificate = transport_->client_certificate();
  begin_turn(request.raw);
  Answering answering{worker_.shared().responder, request, {}, false};
  Rendered rendered =
      worker_.engine().render(request, framer.keep_alive() && !worker_.stopping(), [&answering]() -> model::Reply& {
        answering.plan = answering.responder.plan(answering.request);
        answering.planned = true;
        return answering.plan.reply;
      });
  if (answering.planned) {
    try {
      answering.responder.apply_wire_faults(answering.plan, request, rendered.script);
    } catch (...) {  // as when planning throws: the engine logs it and makes a plain 500
      rendered = worker_.engine().render(
          request, false, [thrown = std::current_exception()]() -> model::Reply& { std::rethrow_exception(thrown); });
    }
    worker_.exchange().decision = std::move(answering.plan.decision);
  }
  worker_.exchange().status = rendered.status;
  play(std::move(rendered.script));
}

void Connection::refuse(const Refusal& refusal, std::string_view received) {
  begin_turn(received);
  model::Exchange& exchange = worker_.exchange();
  exchange.refusal = refusal.reason;
  model::Request unknown;
  Rendered rendered = worker_.engine().render(unknown, false, reply_to(refusal, exchange));
  exchange.status = rendered.status;
  play(std::move(rendered.script));
}

void Connection::play(model::Script script) {
  phase_ = Phase::kAnswering;
  const base::Monotonic since = turn_->interim ? base::Monotonic{} : worker_.exchange().request_whole;
  played(turn_->player.play(worker_.alarms(), std::move(script), since, shared_from_this()));
}

void Connection::go_on_playing() {
  if (phase_ != Phase::kAnswering) {
    return;  // it was cut meanwhile
  }
  played(turn_->player.go_on(worker_.alarms(), shared_from_this()));
  go_on_processing();
}

void Connection::played(Player::State state) {
  if (state == Player::State::kWaiting) {
    pack_exchange();
    since_ = worker_.shared().clock.monotonic();
    wait_for_bytes_ahead();
    return;
  }
  const bool broken = state == Player::State::kBroken;
  if (turn_->interim && !broken) {
    turn_.reset();
    phase_ = Phase::kReading;
    return;
  }
  if (broken) {
    const bool known = turn_->client_finished != base::Monotonic{};
    finish(model::Departure::kClientGaveUp, known ? turn_->client_finished : worker_.shared().clock.monotonic());
    close();
    return;
  }
  base::Monotonic ended = turn_->player.last_byte();
  if (ended == base::Monotonic{}) {
    ended = worker_.shared().clock.monotonic();
  }
  end_as_played(ended);
}

void Connection::end_as_played(base::Monotonic ended) {
  switch (turn_->player.ending()) {
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
    case model::Ending::kHalfClose:
    case model::Ending::kCloseSilently:
      finish(model::Departure::kClosed, ended);
      drain();
      break;
    case model::Ending::kReset:
      finish(model::Departure::kReset, ended);
      close();
      break;
    case model::Ending::kHang:
      phase_ = Phase::kHanging;
      pack_exchange();
      if (client_finished_ || worker_.stopping()) {
        cut();
      } else {
        wait_for_bytes();
      }
      break;
  }
}

/// Takes the exchange along over a wait: the worker's scratch is for the next.
void Connection::pack_exchange() {
  if (!turn_->interim && !turn_->exchange) {
    turn_->exchange.pack(worker_.exchange());
  }
}

/// Hands the exchange to the journal.
void Connection::finish(model::Departure departure, base::Monotonic ended) {
  const std::unique_ptr<Turn> turn = std::move(turn_);
  since_ = ended;
  worker_.alarms().cancel(*this);
  if (turn->interim) {
    return;
  }
  model::Exchange& exchange = worker_.exchange();
  if (turn->exchange) {
    exchange = turn->exchange.unpack();
  }
  exchange.first_byte = turn->player.first_byte();
  exchange.last_byte = turn->player.last_byte();
  exchange.ended = ended;
  exchange.departure = departure;
  if (turn->player.bytes_left() == 0) {
    exchange.status = 0;
  }
  exchange.answer = turn->player.take_bytes();
  if (sent_continue_) {
    exchange.answer.insert(0, kContinue);
  }
  worker_.shared().sink.record(std::move(exchange));
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
      if (turn_->player.waits_for_room() && waited >= options.idle_timeout) {
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
  } else if (phase_ == Phase::kHanging) {
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
