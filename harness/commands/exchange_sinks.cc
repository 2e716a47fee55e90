#include "commands/exchange_sinks.h"

#include <utility>

#include "report/exchange_line.h"

namespace jobrig::commands {

void TerminalLog::record(model::Exchange&& exchange) {
  const std::string line = report::exchange_line(exchange) + "\n";
  const std::lock_guard lock(mutex_);
  terminal_ << line << std::flush;
}

void ExchangeSinks::record(model::Exchange&& exchange) {
  for (std::size_t i = 0; i < sinks_.size(); ++i) {
    if (i + 1 == sinks_.size()) {
      sinks_[i]->record(std::move(exchange));
      return;
    }
    sinks_[i]->record(model::Exchange(exchange));
  }
}

}  // namespace jobrig::commands
