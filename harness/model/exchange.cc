#include "model/exchange.h"

#include <utility>

namespace jobrig::model {
namespace {

// A larger text is freed: there is one such exchange per thread, for ever.
constexpr std::size_t kMaxReused = std::size_t{64} << 10U;

}  // namespace

void reuse(std::string& fresh, std::string& old) {
  if (old.capacity() <= kMaxReused) {
    old.clear();
    fresh = std::move(old);
  }
}

void reuse(Decision& fresh, Decision& old) {
  reuse(fresh.operation, old.operation);
  reuse(fresh.key.thing, old.key.thing);
  reuse(fresh.key.job, old.key.job);
  reuse(fresh.rule, old.rule);
  reuse(fresh.error, old.error);
  fresh.faults.swap(old.faults);
  fresh.faults.clear();
}

void clear(Exchange& exchange) {
  Exchange fresh;
  reuse(fresh.decision, exchange.decision);
  reuse(fresh.request, exchange.request);
  reuse(fresh.answer, exchange.answer);
  exchange = std::move(fresh);
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
