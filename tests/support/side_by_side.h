// Side by side: does a thing for each number, several at a time, for tests that mostly wait. What is found is checked
// by the one thread of the test.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace jobrig::test {

/// `work(i)` for each i below `count`, in `threads` threads; returns when all is done. It must not throw.
template <typename Work>
void side_by_side(std::size_t count, std::size_t threads, Work work) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&] {
      for (std::size_t mine = next++; mine < count; mine = next++) {
        work(mine);
      }
    });
  }
}

}  // namespace jobrig::test
