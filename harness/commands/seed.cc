#include "commands/seed.h"

#include <random>

namespace jobrig::commands {

std::uint64_t seed_by_chance() {
  std::random_device device;
  return ((std::uint64_t{device()} << 32U) | device()) >> 1U;
}

}  // namespace jobrig::commands
