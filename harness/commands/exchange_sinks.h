// Exchange sinks: where the records of exchanges go: to each of several sinks, or to a terminal as a line each.
#pragma once

#include <mutex>
#include <ostream>
#include <vector>

#include "model/responder.h"

namespace jobrig::commands {

/// Writes one line an exchange for a person. Thread-safe.
class TerminalLog final : public model::ExchangeSink {
 public:
  explicit TerminalLog(std::ostream& terminal) : terminal_(terminal) {}
  void record(model::Exchange&& exchange) override;

 private:
  std::mutex mutex_;
  std::ostream& terminal_;  // guarded by mutex_
};

/// Hands each record to every sink, in the order added. Add before serving; borrows the sinks.
class ExchangeSinks final : public model::ExchangeSink {
 public:
  void add(model::ExchangeSink& sink) { sinks_.push_back(&sink); }
  void record(model::Exchange&& exchange) override;

 private:
  std::vector<model::ExchangeSink*> sinks_;
};

}  // namespace jobrig::commands
