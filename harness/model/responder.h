// Responder: the seam between serving and planning, so that neither includes the other: serve/ asks, plan/ answers, and
// commands/ joins them. No sockets and no bytes of HTTP here.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "model/exchange.h"
#include "model/fault.h"
#include "model/reply.h"
#include "model/request.h"
#include "model/script.h"

namespace jobrig::model {

/// An answer that waits for something to happen, without a thread that waits. Destroying it gives it up: the client has
/// gone, or nobody may wait any longer.
class PendingReply {
 public:
  PendingReply() = default;
  PendingReply(const PendingReply&) = delete;
  PendingReply& operator=(const PendingReply&) = delete;
  virtual ~PendingReply() = default;

  /// Asked once: `wake` is to be called, once at most, when it has happened, from any thread; maybe at once.
  virtual void when_ready(std::function<void()> wake) = 0;
  /// Until when the client may be kept waiting (real time).
  [[nodiscard]] virtual base::Monotonic deadline() const = 0;
  /// The answer: asked once, after `wake` or at the deadline.
  virtual Reply reply() = 0;
};

/// What is to be said to one request, before it is rendered.
struct Plan {
  Reply reply;
  Decision decision;
  std::vector<const Fault*> faults;  // those that struck, in order; owned by the scenario
  base::Random random{0, 0};         // goes on where planning stopped
  /// When it was asked, for the record, in the scenario's time; absent: the server's clock tells that time.
  std::optional<base::Instant> arrived{};
  std::shared_ptr<PendingReply> pending{};  // takes the place of `reply`, and no faults are laid over it
};

/// How a connection ends before there is a whole request to answer.
struct EarlyEnd {
  CloseAction close_action = CloseAction::kClose;
  Decision decision;
  std::optional<base::Instant> arrived{};  // as in a plan
};

/// Answers requests. Thread-safe: every worker calls it, and it may take short locks of its own.
class Responder {
 public:
  Responder() = default;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;
  virtual ~Responder() = default;

  /// Decides; counts the request. Never fails: what cannot be answered gets an error's reply. Reply faults are applied.
  virtual Plan plan(const Request& request) = 0;
  /// Lays the wire faults of `plan` over the rendered answer and adds their names to the decision.
  virtual void apply_wire_faults(Plan& plan, const Request& request, Script& script) = 0;

  /// Asked once for each connection, before anything is read from it: whether it ends here. Counts the connection.
  virtual std::optional<EarlyEnd> at_accept() { return std::nullopt; }
  /// False: at_request_head() need not be asked, which saves a look at every head.
  [[nodiscard]] virtual bool looks_at_heads() const { return false; }
  /// Asked once for each request when its head is whole, whether its body is there or not (`head.body` is empty):
  /// whether the connection ends here. A request that is let through is counted by plan() only.
  virtual std::optional<EarlyEnd> at_request_head(const Request& /*head*/) { return std::nullopt; }
};

/// Takes the record of each exchange once it is over. Thread-safe.
class ExchangeSink {
 public:
  ExchangeSink() = default;
  ExchangeSink(const ExchangeSink&) = delete;
  ExchangeSink& operator=(const ExchangeSink&) = delete;
  virtual ~ExchangeSink() = default;
  virtual void record(Exchange&& exchange) = 0;
  /// For one that need not keep it, and so spares a copy.
  virtual void observe(const Exchange& exchange) { record(Exchange(exchange)); }
};

}  // namespace jobrig::model
