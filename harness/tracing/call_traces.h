// Call traces: gives each exchange its place in a trace: the trace that the client named, or one for all attempts of a
// call. IDs depend on the journal only. It writes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "model/exchange.h"

namespace jobrig::tracing {

struct SpanPlace {
  std::string trace_id;               // 32 hexadecimal digits
  std::string span_id;                // 16
  std::string parent_id;              // likewise; empty: the span has no parent
  std::optional<std::uint8_t> flags;  // of the client's trace
  std::uint32_t attempt = 1;          // within the call, from 1
};

/// For exchanges in the order of their end, as in a journal.
class CallTraces {
 public:
  SpanPlace place(const model::Exchange& exchange, const std::string& endpoint);

 private:
  /// The last attempt of a call that did not end.
  struct OpenCall {
    std::string trace_id;
    std::uint32_t attempts = 0;
    base::Monotonic ended{};
  };

  std::unordered_map<std::string, OpenCall> open_;  // by endpoint, thing, job and operation
};

}  // namespace jobrig::tracing
