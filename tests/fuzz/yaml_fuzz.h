// The fuzzing entry of the YAML reader and the loader, for the test that runs it without a fuzzer. It has a name of its
// own because a program holds one LLVMFuzzerTestOneInput.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jobrig::test {

/// Aborts when the reader or the loader breaks a promise over these bytes. Returns 0.
int fuzz_yaml(const std::uint8_t* data, std::size_t size);

}  // namespace jobrig::test
