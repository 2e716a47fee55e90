// Seed: the random seed of a run if none was given. The seed is printed, which makes the run repeatable. It does not
// generate random values for responses.
#pragma once

#include <cstdint>

namespace jobrig::hosting {

/// Returns 53 bits: JSON parsers that convert numbers to doubles preserve the value.
std::uint64_t seed_by_chance();

}  // namespace jobrig::hosting
