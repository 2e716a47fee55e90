// Exchange sinks: forward the records of exchanges to several sinks, or print them to a terminal, one line each. They
// do not store records.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "hosting/terminal.h"
#include "model/responder.h"

namespace jobrig::hosting {

/// `2026-01-01T00:00:00.000Z`: all times are equally long.
std::string log_time(base::Instant now);

/// Writes one human-readable line per exchange, after the time of its end and `lead`. Thread-safe.
class TerminalLog final : public model::ExchangeSink {
 public:
  TerminalLog(Terminal& terminal, const base::Clock& clock, std::string lead = {})
      : terminal_(terminal), clock_(clock), lead_(std::move(lead)) {}
  void record(model::Exchange&& exchange, model::Stage* /*stage*/) override { observe(exchange); }
  void observe(const model::Exchange& exchange) override;

 private:
  Terminal& terminal_;
  const base::Clock& clock_;  // of the machine, not of the scenario: other logs have the same time
  const std::string lead_;
};

/// Passes each record to every sink in the order in which they were added; the last sink takes ownership of the record.
/// Add all sinks before serving starts. The sinks are borrowed.
class ExchangeSinks final : public model::ExchangeSink {
 public:
  void add(model::ExchangeSink& sink) { sinks_.push_back(&sink); }
  void record(model::Exchange&& exchange, model::Stage* stage) override;

 private:
  std::vector<model::ExchangeSink*> sinks_;
};

}  // namespace jobrig::hosting
