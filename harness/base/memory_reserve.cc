#include "base/memory_reserve.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace jobrig::base {
namespace {

// Large enough for the C library to return each block to the system. Blocks that are not used need no physical memory.
constexpr std::size_t kBlock = std::size_t{256} << 10U;
constexpr std::size_t kBlocks = 8;

std::array<std::atomic<void*>, kBlocks> reserve{};
std::atomic<bool> is_installed{false};

/// Called by operator new, which then tries again.
void give_back_block() {
  for (std::atomic<void*>& block : reserve) {
    if (void* const taken = block.exchange(nullptr)) {
      std::free(taken);
      return;
    }
  }
  throw std::bad_alloc();
}

}  // namespace

bool refill_memory_reserve() noexcept {
  if (!is_installed.load(std::memory_order_relaxed)) {
    return true;
  }
  bool is_full = true;
  for (std::atomic<void*>& block : reserve) {
    if (block.load(std::memory_order_relaxed) != nullptr) {
      continue;
    }
    void* const made = std::malloc(kBlock);
    void* empty = nullptr;
    if (made == nullptr) {
      is_full = false;
    } else if (!block.compare_exchange_strong(empty, made)) {
      std::free(made);  // another thread was faster
    }
  }
  return is_full;
}

void install_memory_reserve() {
  is_installed = true;
  refill_memory_reserve();
  std::set_new_handler(&give_back_block);
}

}  // namespace jobrig::base
