#include "hosting/exchange_sinks.h"

#include <utility>

#include "report/exchange_line.h"

namespace jobrig::hosting {

void TerminalLog::observe(const model::Exchange& exchange) { terminal_.write(lead_ + report::exchange_line(exchange)); }

void ExchangeSinks::record(model::Exchange&& exchange, model::Stage* stage) {
  for (std::size_t i = 0; i < sinks_.size(); ++i) {
    if (i + 1 == sinks_.size()) {
      sinks_[i]->record(std::move(exchange), stage);
      return;
    }
    sinks_[i]->observe(exchange);
  }
}

}  // namespace jobrig::hosting
