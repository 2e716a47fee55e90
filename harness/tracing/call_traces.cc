#include "tracing/call_traces.h"

#include <string_view>

#include "base/ascii.h"
#include "base/random.h"
#include "model/call_end.h"
#include "model/traceparent.h"

namespace jobrig::tracing {
namespace {

/// Sixteen hexadecimal digits, not all zero: W3C Trace Context does not allow such an ID.
std::string id_of(std::string_view text) {
  const std::uint64_t hash = base::stable_hash(text);
  std::string digits;
  for (unsigned shift = 64; shift > 0; shift -= 8) {
    base::append_hex(digits, static_cast<char>(hash >> (shift - 8) & 0xFFU));
  }
  return hash == 0 ? "0000000000000001" : digits;
}

/// What no other exchange of any run has.
std::string identity_of(const model::Exchange& exchange, const std::string& key) {
  std::string text = key;
  for (const std::int64_t number :
       {exchange.arrived.time_since_epoch().count(), exchange.request_whole.time_since_epoch().count(),
        static_cast<std::int64_t>(exchange.number)}) {
    text += "\n" + std::to_string(number);
  }
  return text;
}

}  // namespace

SpanPlace CallTraces::place(const model::Exchange& exchange, const std::string& endpoint) {
  const model::Decision& decision = exchange.decision;
  const std::string key = endpoint + "\n" + decision.operation + "\n" + decision.key.thing + "\n" + decision.key.job;
  const std::string identity = identity_of(exchange, key);
  SpanPlace place{id_of("trace " + identity) + id_of("call " + identity), id_of("span " + identity), {}, {}, 1};
  if (!decision.key.thing.empty()) {
    const auto [entry, is_new] = open_.try_emplace(key);
    OpenCall& call = entry->second;
    if (!is_new && decision.ordinal > 0 && exchange.request_whole - call.ended < model::kMaxAttemptGap) {
      place.trace_id = call.trace_id;
      place.attempt = call.attempts + 1;
    }
    if (model::ends_call(exchange)) {
      open_.erase(entry);
    } else {
      call = {place.trace_id, place.attempt, exchange.ended};
    }
  }
  const std::string_view header = exchange.refusal.empty() ? model::traceparent_in(exchange.request) : "";
  if (const auto named = model::parse_traceparent(header)) {
    place.trace_id = named->trace_id;
    place.parent_id = named->parent_id;
    place.flags = named->flags;
  }
  return place;
}

}  // namespace jobrig::tracing
