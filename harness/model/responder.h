// Responder: the seam between serving and planning, so that neither includes the other: serve/ asks, plan/ answers, and
// hosting/ joins them. No sockets and no bytes of HTTP here.
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
#include "model/stage.h"

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

/// What is to be said to one request, before it is rendered. It owns all that the answer still needs, so that the
/// responder is asked once.
struct Plan {
  Reply reply;
  Decision decision;
  std::vector<const Fault*> faults;  // those that struck, in order; owned by the stage's scenario
  base::Random random{0, 0};         // goes on where planning stopped
  std::shared_ptr<Stage> stage{};    // where it was planned; null: nowhere, as when no sandbox has the path
  /// When it was asked, in the scenario's time; absent: the server's clock tells that time.
  std::optional<base::Instant> arrived{};
  std::shared_ptr<PendingReply> pending{};  // takes the place of `reply`, and no faults are laid over it

  /// Lays the wire faults over the rendered answer and adds the names of all faults to the decision. Call it once.
  void apply_wire_faults(Script& script);
};

/// How a connection ends before there is a whole request to answer.
struct EarlyEnd {
  CloseAction close_action = CloseAction::kClose;
  Decision decision;
  std::shared_ptr<Stage> stage{};          // as in a plan
  std::optional<base::Instant> arrived{};  // likewise
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
  /// `stage`: where it was planned; null: nowhere, as when it was refused.
  virtual void record(Exchange&& exchange, Stage* stage) = 0;
  /// For one that need not keep it, and so spares a copy.
  virtual void observe(const Exchange& exchange) { record(Exchange(exchange), nullptr); }
};

}  // namespace jobrig::model
