// Responder: the seam between serving and planning, so that neither includes the other: serve/ asks, plan/ answers, and
// commands/ joins them. No sockets and no bytes of HTTP here.
#pragma once

#include <vector>

#include "base/random.h"
#include "model/exchange.h"
#include "model/fault.h"
#include "model/reply.h"
#include "model/request.h"
#include "model/script.h"

namespace jobrig::model {

/// What is to be said to one request, before it is rendered.
struct Plan {
  Reply reply;
  Decision decision;
  std::vector<const Fault*> faults;  // those that struck, in order; owned by the scenario
  base::Random random{0, 0};         // goes on where planning stopped
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
};

/// Takes the record of each exchange once it is over. Thread-safe.
class ExchangeSink {
 public:
  ExchangeSink() = default;
  ExchangeSink(const ExchangeSink&) = delete;
  ExchangeSink& operator=(const ExchangeSink&) = delete;
  virtual ~ExchangeSink() = default;
  virtual void record(Exchange&& exchange) = 0;
};

}  // namespace jobrig::model
