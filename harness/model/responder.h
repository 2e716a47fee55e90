// Responder: the interface between serving and planning, which do not include each other. serve/ calls it, plan/
// implements it, and hosting/ connects them. It contains no sockets and no HTTP bytes.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "model/connection.h"
#include "model/exchange.h"
#include "model/fault.h"
#include "model/prepared_answer.h"
#include "model/reply.h"
#include "model/request.h"
#include "model/script.h"
#include "model/stage.h"

namespace jobrig::model {

/// A reply that waits for an event without blocking a thread. Destroying it cancels the wait, for example after the
/// client has disconnected.
class PendingReply {
 public:
  PendingReply() = default;
  PendingReply(const PendingReply&) = delete;
  PendingReply& operator=(const PendingReply&) = delete;
  virtual ~PendingReply() = default;

  /// Called once. Calls `wake` at most once, after the event, from any thread and possibly before it returns.
  virtual void when_ready(std::function<void()> wake) = 0;
  /// The latest time for the reply (real time).
  [[nodiscard]] virtual base::Monotonic deadline() const = 0;
  /// Called once, after `wake` or at the deadline.
  virtual Reply reply() = 0;
};

/// The planned response to one request, before rendering. It owns everything needed later, so the responder is called
/// once per request.
struct Plan {
  Reply reply;
  Decision decision;
  std::vector<const Fault*> faults;  // those selected for this request, in order; owned by the scenario of the stage
  base::Random random{0, 0};         // continues after the draws of planning
  std::shared_ptr<Stage> stage{};    // where it was planned; null: nowhere (no sandbox has the path)
  /// When the request arrived, in the time of the scenario; absent: use the clock of the server.
  std::optional<base::Instant> arrived{};
  std::shared_ptr<PendingReply> pending{};  // replaces `reply`; no faults are applied to it
  std::shared_ptr<ByteSource> source{};     // continues the body of `reply`, which states its own framing
  /// Destroying them tells the planner that the response has been sent.
  std::vector<std::shared_ptr<void>> in_flight{};
  std::uint64_t other_requests = 0;  // see FaultContext
  /// Ready: the response, except for `reply.request_id` and the date; `reply` has nothing else, and no fault applies.
  /// Not ready: to be filled with the rendered response. Null: this response is not prepared.
  std::shared_ptr<PreparedAnswer> prepared{};

  /// As if new, but with the memory of its texts.
  void clear();
  [[nodiscard]] bool is_prepared() const { return prepared && prepared->is_ready(); }
  /// Applies the wire faults to the rendered response and adds the names of all faults to the decision. Call it once.
  void apply_wire_faults(Script& script);
  /// The stage, or null. The pointer also owns `in_flight`. Call it once.
  [[nodiscard]] std::shared_ptr<Stage> take_stage();
};

/// How to end a connection before a request is complete.
struct EarlyEnd {
  CloseAction close_action = CloseAction::kClose;
  Decision decision;
  std::shared_ptr<Stage> stage{};          // as in Plan
  std::optional<base::Instant> arrived{};  // as in Plan
  std::size_t request_body_bytes = 0;      // of the request: how many bytes of the body are received before the end
};

/// How a connection begins, and how long it may last.
struct Opening {
  std::optional<EarlyEnd> end;  // absent: requests are read
  base::Duration delay{0};      // before the first byte is read, or before the end
  ConnectionLimits limits;
};

/// Whether the port accepts connections.
struct Port {
  bool refuses = false;
  bool changes = false;  // the answer can change at any time
};

/// Answers requests. Thread-safe: all workers call it. Implementations may take short locks.
class Responder {
 public:
  Responder() = default;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;
  virtual ~Responder() = default;

  /// Decides on the response, counts the request and applies the reply faults. It does not fail: errors become error
  /// replies.
  virtual Plan plan(const Request& request) = 0;
  /// The same. `plan` is cleared. Overriding it saves the allocations of a new plan.
  virtual void plan_into(const Request& request, Plan& plan) { plan = this->plan(request); }

  /// Called once per connection before any data is read. Counts the connection.
  virtual Opening at_accept() { return {}; }
  /// Counts nothing.
  [[nodiscard]] virtual Port port() const { return {}; }
  /// False: calls of at_request_head() can be skipped.
  [[nodiscard]] virtual bool looks_at_heads() const { return false; }
  /// Called once per request when its head is complete; the body may be missing (`head.body` is empty). Returns how to
  /// end the connection, or nothing to continue. plan() counts requests that continue.
  virtual std::optional<EarlyEnd> at_request_head(const Request& /*head*/) { return std::nullopt; }
};

/// Receives the record of each exchange when it is over. Thread-safe.
class ExchangeSink {
 public:
  ExchangeSink() = default;
  ExchangeSink(const ExchangeSink&) = delete;
  ExchangeSink& operator=(const ExchangeSink&) = delete;
  virtual ~ExchangeSink() = default;
  /// `stage` is where the exchange was planned; null: nowhere, for example if the request was rejected.
  virtual void record(Exchange&& exchange, Stage* stage) = 0;
  /// For sinks that need no ownership of the record. Overriding it avoids a copy.
  virtual void observe(const Exchange& exchange) { record(Exchange(exchange), nullptr); }
};

}  // namespace jobrig::model
