#include "metrics/label_counts.h"

#include <functional>

namespace jobrig::metrics {

LabelCounts::~LabelCounts() {
  for (const std::atomic<Counter*>& slot : slots_) {
    for (const Counter* counter = slot.load(); counter != nullptr;) {
      const std::unique_ptr<const Counter> gone(counter);
      counter = gone->next;
    }
  }
}

void LabelCounts::add(std::size_t shard, std::string_view name, std::uint32_t number) {
  counter_of(name, number).cells[shard].count.fetch_add(1, std::memory_order_relaxed);
}

const LabelCounts::Counter* LabelCounts::find(const Counter* first, std::string_view name, std::uint32_t number) {
  while (first != nullptr && (first->number != number || first->name != name)) {
    first = first->next;
  }
  return first;
}

const LabelCounts::Counter& LabelCounts::counter_of(std::string_view name, std::uint32_t number) {
  std::atomic<Counter*>& slot = slots_[(std::hash<std::string_view>()(name) + number) % slots_.size()];
  Counter* first = slot.load(std::memory_order_acquire);
  if (const Counter* const found = find(first, name, number)) {
    return *found;
  }
  // Threads that see new names at the same moment can exceed the limit by their number.
  if (name != kOther && size_.load(std::memory_order_relaxed) >= kMax) {
    return counter_of(kOther, 0);
  }
  std::unique_ptr<Counter> made(
      new Counter{std::string(name), number, std::make_unique<Cell[]>(shards_), first});  // NOLINT: see Counter
  while (!slot.compare_exchange_weak(made->next, made.get(), std::memory_order_acq_rel)) {
    if (const Counter* const found = find(made->next, name, number)) {
      return *found;  // another thread was faster
    }
  }
  size_.fetch_add(name == kOther ? 0U : 1U, std::memory_order_relaxed);
  return *made.release();
}

LabelCounts::Totals LabelCounts::totals() const {
  Totals totals;
  for (const std::atomic<Counter*>& slot : slots_) {
    for (const Counter* counter = slot.load(std::memory_order_acquire); counter != nullptr; counter = counter->next) {
      std::uint64_t& total = totals[{counter->name, counter->number}];
      for (std::size_t shard = 0; shard < shards_; ++shard) {
        total += counter->cells[shard].count.load(std::memory_order_relaxed);
      }
    }
  }
  return totals;
}

}  // namespace jobrig::metrics
