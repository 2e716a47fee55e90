#include "support/failing_allocation.h"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t countdown = 0;  // 0: none fails
thread_local bool failed = false;
thread_local std::size_t count = 0;

[[maybe_unused]] void* allocate(std::size_t size) {
  ++count;
  if (countdown > 0 && --countdown == 0) {
    failed = true;
    throw std::bad_alloc();
  }
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) {
    return memory;
  }
  throw std::bad_alloc();
}

}  // namespace

// clang's thread sanitizer defines these operators too, and both cannot be linked: there, no allocation fails.
#if !defined(__has_feature)
#define JOBRIG_ALLOCATIONS_FAIL
#elif !__has_feature(thread_sanitizer)
#define JOBRIG_ALLOCATIONS_FAIL
#endif

#ifdef JOBRIG_ALLOCATIONS_FAIL
void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
// The forms that do not throw have to use the same memory as those that do.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t& /*tag*/) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
#endif

namespace jobrig::test {

FailingAllocation::FailingAllocation(std::size_t index) {
  failed = false;
  countdown = index;
}

FailingAllocation::~FailingAllocation() { countdown = 0; }

bool FailingAllocation::has_failed() { return failed; }

std::size_t allocations() { return count; }

}  // namespace jobrig::test
