// The fourth part of Connection: from a complete request, or the reason why there is none, to the response that is
// played.
#include <utility>

#include "serve/answering.h"
#include "serve/connection.h"
#include "serve/known_requests.h"
#include "transport/peer.h"

namespace jobrig::serve {
namespace {

// Size of the responses that are sent together with another one.
constexpr std::size_t kMaxJoined = std::size_t{32} * 1024;

}  // namespace

void Connection::end_early(std::string_view raw, model::EarlyEnd end) {
  begin_turn(raw);
  worker_.exchange().decision = std::move(end.decision);
  worker_.exchange().arrived = end.arrived ? *end.arrived : worker_.shared().clock.civil();
  transaction_->set_stage(std::move(end.stage));
  model::Script script;
  script.close_action = end.close_action;
  play(std::move(script));
}

void Connection::send_continue() {
  transaction_.emplace(worker_, *transport_);
  sent_continue_ = true;
  model::Script script;
  script.steps.emplace_back(model::Send{std::string(kContinue)});
  play(std::move(script));
}

void Connection::begin_turn(std::string_view raw) {
  transaction_.emplace(worker_, *transport_, number_, raw);
  if (client_finished_) {
    transaction_->confirm_before_ending();
  }
}

bool Connection::has_no_room_for(std::size_t more) const {
  const Shared& shared = worker_.shared();
  return shared.held_requests.load(std::memory_order_relaxed) + more > shared.options.max_held_requests;
}

void Connection::refuse_for_room(std::string_view received) {
  refuse({503, "requests that are not complete or wait for their response take up " +
                   std::to_string(worker_.shared().options.max_held_requests) +
                   " bytes, which is the limit; send fewer large ones at a time"},
         received);
}

/// Whether what depends on the bytes of a request alone may be kept with them.
bool Connection::keeps_requests() const {
  const Shared& shared = worker_.shared();
  return shared.options.prepares_answers && !shared.options.tells_peer && !planned_end_ &&
         !shared.responder.looks_at_heads();
}

/// If a request that is known is at the beginning of `bytes`, answers it and returns its size; otherwise 0.
std::size_t Connection::answer_known(std::string_view bytes) {
  KnownRequest* const known = keeps_requests() ? worker_.known_requests().find(bytes) : nullptr;
  if (known == nullptr) {
    return 0;
  }
  const std::size_t size = known->raw.size();
  answer(known->request, known->keep_alive, bytes.substr(size));
  return size;
}

/// Answers the complete request at the beginning of `bytes`.
void Connection::answer_framed(const Framer& framer, std::string_view bytes) {
  const std::string_view more = bytes.substr(framer.size());
  if (KnownRequest* const known =
          keeps_requests() && !sent_continue_ ? worker_.known_requests().keep(framer, bytes) : nullptr) {
    answer(known->request, known->keep_alive, more);
    return;
  }
  model::Request& request = worker_.request();
  framer.read(bytes, request);
  const std::size_t not_held = pending_.empty() ? request.raw.size() : 0;
  if (request.raw.size() > kSmallRequest && has_no_room_for(not_held)) {
    refuse_for_room(request.raw);
    return;
  }
  const std::string peer = worker_.shared().options.tells_peer ? transport::peer_of(transport_->descriptor()) : "";
  if (!peer.empty()) {
    request.headers.push_back({":peer", peer});
  }
  answer(request, framer.keep_alive(), more);
}

/// `more`: the bytes received after the request.
void Connection::answer(model::Request& request, bool keep_alive, std::string_view more) {
  request.client_certificate = transport_->client_certificate();
  request.takes_prepared = takes_prepared(worker_, request, keep_alive);
  begin_turn(request.raw);
  Answer answer = answer_to(worker_, request, keep_alive);
  if (auto* const script = std::get_if<model::Script>(&answer.content)) {
    if (may_ride(*script, more)) {
      worker_.riders().add(worker_.exchange(), std::get<model::Send>(script->steps.front()).bytes,
                           std::move(answer.stage));
      transaction_.reset();
      return;
    }
    transaction_->set_stage(std::move(answer.stage));
    play(std::move(*script));
  } else {
    transaction_->set_stage(std::move(answer.stage));
    phase_ = Phase::kAnswering;
    played(transaction_->await(std::move(std::get<Awaited>(answer.content)), shared_from_this()));
  }
}

/// Whether the response can be sent together with the next one. `more`: the bytes received after the request.
bool Connection::may_ride(const model::Script& script, std::string_view more) const {
  return !more.empty() && worker_.shared().options.joins_responses && !worker_.stopping() && !client_finished_ &&
         !sent_continue_ && worker_.exchange().request.size() <= kSmallRequest &&
         script.close_action == model::CloseAction::kKeepOpen && !script.until_next_request &&
         script.steps.size() == 1 && std::holds_alternative<model::Send>(script.steps.front()) &&
         worker_.riders().size() + model::byte_count(script) <= kMaxJoined;
}

/// The request after them is not complete.
void Connection::send_riders() {
  transaction_.emplace(worker_, *transport_);
  play({});
}

void Connection::refuse(const Refusal& refusal, std::string_view received) {
  begin_turn(received);
  play(answer_to(worker_, refusal));
}

void Connection::play(model::Script&& script) {
  phase_ = Phase::kAnswering;
  played(transaction_->play(std::move(script), shared_from_this()));
}

void Connection::go_on_playing() {
  if (phase_ != Phase::kAnswering) {
    return;  // the connection was cut in the meantime
  }
  played(transaction_->go_on(shared_from_this()));
  go_on_processing();
  yield_to_next_request();
}

}  // namespace jobrig::serve
