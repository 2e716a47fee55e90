// Seed: a number for chance to follow when nobody stated one. It is printed, so that the run can be had again.
#pragma once

#include <cstdint>

namespace jobrig::hosting {

/// Of 53 bits: a reader of JSON that makes doubles of numbers hands it on unchanged.
std::uint64_t seed_by_chance();

}  // namespace jobrig::hosting
