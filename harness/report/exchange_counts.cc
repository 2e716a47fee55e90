#include "report/exchange_counts.h"

namespace jobrig::report {

void ExchangeCounts::count(const model::Exchange& exchange) {
  const model::Decision& decision = exchange.decision;
  ++requests[{decision.operation, exchange.status}];
  for (const std::string& fault : decision.faults) {
    ++faults[fault];
  }
  if (!decision.rule.empty()) {
    ++answers[{decision.rule, decision.step}];
  }
  ++close_reasons[exchange.close_reason];
  refused += exchange.refusal.empty() ? 0U : 1U;
  bytes_received += exchange.request.size();
  bytes_sent += exchange.answer.size();
}

}  // namespace jobrig::report
