#include "metrics/exchange_counts.h"

#include <chrono>

namespace jobrig::metrics {
namespace {

constexpr std::size_t kShards = 16;
// 512 KiB. 10,000 things that repeat a request at the same time fill a third of it.
constexpr std::size_t kManySets = 8'192;
constexpr std::size_t kFewSets = 16;

std::size_t number_of_this_thread() {
  static std::atomic<std::size_t> threads{0};
  thread_local const std::size_t number = threads.fetch_add(1, std::memory_order_relaxed);
  return number;
}

std::uint64_t microseconds(std::chrono::nanoseconds time) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.count() / 1'000));
}

}  // namespace

ExchangeCounts::ExchangeCounts(Size size)
    : shards_(size == Size::kLarge ? kShards : 1),
      requests_(shards_.size()),
      answers_(shards_.size()),
      faults_(shards_.size()),
      attempts_(size == Size::kLarge ? kManySets : kFewSets) {}

void ExchangeCounts::count(const model::Exchange& exchange, std::uint64_t era) {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  const std::size_t number = number_of_this_thread() % shards_.size();
  Shard& shard = shards_[number];
  const model::Decision& decision = exchange.decision;
  shard.close_reasons[static_cast<std::size_t>(exchange.close_reason)].fetch_add(1, kRelaxed);
  shard.refused.fetch_add(exchange.refusal.empty() ? 0U : 1U, kRelaxed);
  shard.bytes_received.fetch_add(exchange.request.size(), kRelaxed);
  shard.bytes_sent.fetch_add(exchange.answer.size(), kRelaxed);
  if (exchange.last_byte != base::Monotonic{} && exchange.request_whole != base::Monotonic{}) {
    shard.answer_us.observe(microseconds(exchange.last_byte - exchange.request_whole));
  }
  if (!decision.operation.empty() && !decision.key.thing.empty()) {
    const Attempt attempt = attempts_.note(exchange, era);
    if (attempt.gap) {
      shard.gap_us.observe(static_cast<std::uint64_t>(attempt.gap->count()));
    }
    if (attempt.is_last) {
      shard.attempts.observe(attempt.number);
    }
  }
  requests_.add(number, decision.operation, static_cast<std::uint32_t>(exchange.status));
  for (const std::string& fault : decision.faults) {
    faults_.add(number, fault, 0);
  }
  if (!decision.rule.empty()) {
    answers_.add(number, decision.rule, decision.step);
  }
}

ExchangeTotals ExchangeCounts::totals() const {
  ExchangeTotals totals{requests_.totals(), answers_.totals(), faults_.totals(), {}, 0, 0, 0, {}, {}, {}};
  for (const Shard& shard : shards_) {
    for (std::size_t i = 0; i < shard.close_reasons.size(); ++i) {
      if (const std::uint64_t count = shard.close_reasons[i].load(); count > 0) {
        totals.close_reasons[static_cast<model::CloseReason>(i)] += count;
      }
    }
    totals.refused += shard.refused.load();
    totals.bytes_received += shard.bytes_received.load();
    totals.bytes_sent += shard.bytes_sent.load();
    shard.answer_us.add_to(totals.answer_us);
    shard.gap_us.add_to(totals.gap_us);
    shard.attempts.add_to(totals.attempts);
  }
  return totals;
}

}  // namespace jobrig::metrics
