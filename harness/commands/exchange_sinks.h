// Exchange sinks: where the records of exchanges go: to each of several sinks, or to a terminal as a line each.
#pragma once

#include <mutex>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/responder.h"

namespace jobrig::commands {

/// A terminal that several write lines to. Thread-safe.
class Terminal {
 public:
  explicit Terminal(std::ostream& stream) : stream_(stream) {}
  /// Whole lines, with their ends.
  void write(std::string_view lines);

 private:
  std::mutex mutex_;
  std::ostream& stream_;  // guarded by mutex_
};

/// Writes one line an exchange for a person, each behind `lead`. Thread-safe.
class TerminalLog final : public model::ExchangeSink {
 public:
  explicit TerminalLog(Terminal& terminal, std::string lead = {}) : terminal_(terminal), lead_(std::move(lead)) {}
  void record(model::Exchange&& exchange) override { read(exchange); }
  void read(const model::Exchange& exchange) override;

 private:
  Terminal& terminal_;
  const std::string lead_;
};

/// Hands each record to every sink, in the order added; the last one keeps it. Add before serving; borrows the sinks.
class ExchangeSinks final : public model::ExchangeSink {
 public:
  void add(model::ExchangeSink& sink) { sinks_.push_back(&sink); }
  void record(model::Exchange&& exchange) override;

 private:
  std::vector<model::ExchangeSink*> sinks_;
};

}  // namespace jobrig::commands
