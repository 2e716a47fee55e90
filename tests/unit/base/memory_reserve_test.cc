// The memory reserve: how many failed allocations it serves, and that it is filled again.
#include "base/memory_reserve.h"

#include <malloc.h>

#include <new>

#include "support/catch.h"

using namespace jobrig::base;

// Before the next test, which installs it for good.
TEST_CASE("a process that has not installed the memory reserve does not pay for one", "[base]") {
  const auto allocated = [] { return ::mallinfo2().uordblks + ::mallinfo2().hblkhd; };
  const auto before = allocated();
  REQUIRE(refill_memory_reserve());
  CHECK(allocated() == before);
}

TEST_CASE("each failed allocation gets a block of the reserve until none is left", "[base]") {
  const std::new_handler before = std::get_new_handler();
  install_memory_reserve();
  const std::new_handler give_back = std::get_new_handler();
  std::set_new_handler(before);
  int served = 0;
  try {
    for (;;) {
      give_back();
      ++served;
    }
  } catch (const std::bad_alloc&) {
    CHECK(served == 8);
  }
  CHECK(refill_memory_reserve());
  CHECK_NOTHROW(give_back());
  CHECK(refill_memory_reserve());
}
