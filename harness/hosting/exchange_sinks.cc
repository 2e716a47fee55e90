#include "hosting/exchange_sinks.h"

#include <chrono>
#include <exception>
#include <utility>

#include "base/units.h"
#include "report/exchange_line.h"

namespace jobrig::hosting {
std::string log_time(base::Instant now) {
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(now);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  std::string text = base::format_instant(base::Instant(seconds.time_since_epoch()));
  const std::string fraction = std::to_string((milliseconds - seconds).count());
  return text.insert(text.size() - 1, "." + std::string(3 - fraction.size(), '0') + fraction);
}

void TerminalLog::observe(const model::Exchange& exchange) {
  terminal_.write(log_time(clock_.civil()) + "  " + lead_ + report::exchange_line(exchange));
}

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
