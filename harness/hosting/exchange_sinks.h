// Exchange sinks: where the records of exchanges go: to each of several sinks, or to a terminal as a line each.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "hosting/terminal.h"
#include "model/responder.h"

namespace jobrig::hosting {

/// Writes one line an exchange for a person, each behind `lead`. Thread-safe.
class TerminalLog final : public model::ExchangeSink {
 public:
  explicit TerminalLog(Terminal& terminal, std::string lead = {}) : terminal_(terminal), lead_(std::move(lead)) {}
  void record(model::Exchange&& exchange, model::Stage* /*stage*/) override { observe(exchange); }
  void observe(const model::Exchange& exchange) override;

 private:
  Terminal& terminal_;
  const std::string lead_;
};

/// Hands each record to every sink, in the order added; the last one keeps it. Add before serving; borrows the sinks.
class ExchangeSinks final : public model::ExchangeSink {
 public:
  void add(model::ExchangeSink& sink) { sinks_.push_back(&sink); }
  void record(model::Exchange&& exchange, model::Stage* stage) override;

 private:
  std::vector<model::ExchangeSink*> sinks_;
};

}  // namespace jobrig::hosting
