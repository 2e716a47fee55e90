#include "hosting/exchange_sinks.h"

#include <exception>
#include <utility>

#include "report/exchange_line.h"

namespace jobrig::hosting {

void TerminalLog::observe(const model::Exchange& exchange) { terminal_.write(lead_ + report::exchange_line(exchange)); }

void ExchangeSinks::record(model::Exchange&& exchange, model::Stage* stage) {
  std::exception_ptr failure;  // of one sink: the others still get the record
  for (std::size_t i = 0; i < sinks_.size(); ++i) {
    try {
      if (i + 1 == sinks_.size()) {
        sinks_[i]->record(std::move(exchange), stage);
      } else {
        sinks_[i]->observe(exchange);
      }
    } catch (...) {
      failure = std::current_exception();
    }
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace jobrig::hosting
