// FailingAllocation: makes one allocation of this thread fail. It concerns operator new, not malloc (tests/torture does
// that).
#pragma once

#include <cstddef>
#include <new>

namespace jobrig::test {

/// While this exists, the `index`-th call of operator new in this thread, from 1, throws std::bad_alloc. One at a time.
class FailingAllocation {
 public:
  explicit FailingAllocation(std::size_t index);
  FailingAllocation(const FailingAllocation&) = delete;
  FailingAllocation& operator=(const FailingAllocation&) = delete;
  ~FailingAllocation();
  [[nodiscard]] static bool has_failed();
};

/// The number of calls of operator new in this thread so far; 0 where allocations cannot be observed.
std::size_t allocations();

/// Calls `attempt` with a failure of its first allocation, of its second and so on, until nothing is left to fail, and
/// `check` after each. Returns how many attempts met a failure.
template <typename Attempt, typename Check>
std::size_t fail_each_allocation(Attempt attempt, Check check) {
  for (std::size_t index = 1;; ++index) {
    bool failed = false;
    {
      const FailingAllocation failing(index);
      try {
        attempt();
      } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): check() looks at what is left
      }
      failed = FailingAllocation::has_failed();
    }
    check();
    if (!failed) {
      return index - 1;
    }
  }
}

}  // namespace jobrig::test
