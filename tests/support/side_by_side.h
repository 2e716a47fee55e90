// Side by side: calls a function for each number in several threads, for tests that mostly wait. The thread of the test
// checks the results.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace jobrig::test {

/// Calls `work(i)` for each i below `count` in `threads` threads. Returns when all calls have returned. `work` must not
/// throw.
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
