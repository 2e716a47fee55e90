#include "hosting/seed.h"

#include <random>

namespace jobrig::hosting {
namespace {

// jq 1.6 and JavaScript convert numbers to doubles, which represent 53 bits exactly.
constexpr unsigned kSeedBits = 53;

}  // namespace

std::uint64_t seed_by_chance() {
  std::random_device device;
  return ((std::uint64_t{device()} << 32U) | device()) >> (64U - kSeedBits);
}

}  // namespace jobrig::hosting
