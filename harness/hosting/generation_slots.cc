#include "hosting/generation_slots.h"

#include <thread>
#include <utility>

namespace jobrig::hosting {

std::size_t GenerationSlots::index_of_this_thread() {
  static std::atomic<std::size_t> threads{0};
  thread_local const std::size_t index = threads.fetch_add(1, std::memory_order_relaxed) % kSlots;
  return index;
}

void GenerationSlots::clear() {
  for (Slot& slot : slots_) {
    while (slot.taken.exchange(true, std::memory_order_acquire)) {
      std::this_thread::yield();
    }
    const std::shared_ptr<Generation> gone = std::exchange(slot.held, nullptr);  // destroyed after the slot is released
    slot.taken.store(false, std::memory_order_release);
  }
}

}  // namespace jobrig::hosting
