#include "model/exchange.h"

#include <utility>

namespace jobrig::model {
namespace {

// A larger text is freed: there is one such exchange per thread, for ever.
constexpr std::size_t kMaxKept = std::size_t{64} << 10U;

}  // namespace

void clear(std::string& text) {
  if (text.capacity() <= kMaxKept) {
    text.clear();
  } else {
    std::string().swap(text);
  }
}

void clear(Decision& decision) {
  // Structured bindings by position: if a member is added, this does not compile until it is cleared too.
  auto& [operation, key, ordinal, rule, step, faults, error, authentication] = decision;
  for (std::string* const text : {&operation, &key.thing, &key.job, &rule, &error, &authentication}) {
    clear(*text);
  }
  ordinal = 0;
  step = 0;
  faults.clear();
}

void swap(Decision& one, Decision& other) noexcept {
  auto& [operation, key, ordinal, rule, step, faults, error, authentication] = one;
  operation.swap(other.operation);
  key.thing.swap(other.key.thing);
  key.job.swap(other.key.job);
  std::swap(ordinal, other.ordinal);
  rule.swap(other.rule);
  std::swap(step, other.step);
  faults.swap(other.faults);
  error.swap(other.error);
  authentication.swap(other.authentication);
}

void clear(Exchange& exchange) {
  auto& [connection, number, decision, request, answer, status, arrived, request_whole, first_byte, last_byte, ended,
         close_reason, refusal, handshake] = exchange;
  connection = number = 0;
  clear(decision);
  for (std::string* const text : {&request, &answer, &refusal, &handshake}) {
    clear(*text);
  }
  status = 0;
  arrived = {};
  request_whole = first_byte = last_byte = ended = {};
  close_reason = CloseReason::kKept;
}

std::string_view close_reason_word(CloseReason close_reason) {
  switch (close_reason) {
    case CloseReason::kKept:
      return "kept";
    case CloseReason::kClosed:
      return "closed";
    case CloseReason::kReset:
      return "reset";
    case CloseReason::kClientGaveUp:
      return "client-gave-up";
    case CloseReason::kServerStopped:
      return "server-stopped";
  }
  return "";
}

}  // namespace jobrig::model
