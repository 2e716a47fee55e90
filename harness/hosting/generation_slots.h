// Generation slots: caches the current generation of the main sandbox for each thread. A request then takes no lock and
// does not share a reference count with other threads. It creates no generations.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>

namespace jobrig::hosting {

class Generation;

/// Thread-safe.
class GenerationSlots {
 public:
  /// Returns the generation in the slot of this thread. Calls `current` if the slot is empty or in use by another
  /// thread.
  template <typename Current>
  std::shared_ptr<Generation> get(Current current) {
    Slot& slot = slots_[index_of_this_thread()];
    if (slot.taken.exchange(true, std::memory_order_acquire)) {
      return current();
    }
    const GiveBack give_back{slot};
    if (!slot.held) {
      // A pointer with its own reference count.
      auto own = std::make_shared<std::shared_ptr<Generation>>(current());
      slot.held = std::shared_ptr<Generation>(own, own->get());
    }
    return slot.held;
  }

  /// Empties all slots. Call it after the generation that `current` returns has changed.
  void clear();

 private:
  /// On its own cache line.
  struct alignas(64) Slot {
    std::atomic<bool> taken{false};
    std::shared_ptr<Generation> held;  // guarded by taken
  };
  struct GiveBack {
    Slot& slot;
    ~GiveBack() { slot.taken.store(false, std::memory_order_release); }
  };
  // The maximum number of workers. More threads share slots.
  static constexpr std::size_t kSlots = 64;

  static std::size_t index_of_this_thread();

  std::array<Slot, kSlots> slots_;
};

}  // namespace jobrig::hosting
