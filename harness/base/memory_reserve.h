// Memory reserve: memory that is given back when an allocation fails, so that work in progress ends normally. It does
// not limit the memory of the process.
//
// Without it a failed allocation can end the process: nlohmann/json allocates in its destructor, which must not throw.
#pragma once

namespace jobrig::base {

/// Allocates the reserve, and uses it for failed allocations from now on, a block for each; after that they throw
/// std::bad_alloc. Call it once, at the start of the program.
void install_memory_reserve();
/// Allocates the used blocks again, if the reserve was installed: a program that only uses jobrig as a library has
/// none. Thread-safe. Returns false if there is no memory for all of them.
bool refill_memory_reserve() noexcept;

}  // namespace jobrig::base
