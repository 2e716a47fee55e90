// The fuzzing entry, for the test that runs it without a fuzzer.
#pragma once

#include <cstddef>
#include <cstdint>

/// Aborts when the framer breaks a promise over these bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
