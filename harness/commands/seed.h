// Seed: a number for chance to follow when nobody stated one. It is printed, so that the run can be had again.
#pragma once

#include <cstdint>

namespace jobrig::commands {

/// Of 63 bits, so that every reader of JSON takes the number for an integer of its own.
std::uint64_t seed_by_chance();

}  // namespace jobrig::commands
