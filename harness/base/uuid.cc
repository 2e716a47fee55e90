#include "base/uuid.h"

#include <cstdint>

#include "base/ascii.h"

namespace jobrig::base {

std::string draw_uuid(Random& random) {
  constexpr std::uint64_t kVersionMask = 0xF000ULL;
  constexpr std::uint64_t kVariantMask = 0xC000000000000000ULL;
  const std::uint64_t high = (random() & ~kVersionMask) | 0x4000ULL;
  const std::uint64_t low = (random() & ~kVariantMask) | 0x8000000000000000ULL;
  std::string text(36, '-');
  std::size_t position = 0;
  for (unsigned nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) {
      ++position;
    }
    const std::uint64_t word = nibble < 16 ? high : low;
    text[position++] = kHexDigits[(word >> (60 - 4 * (nibble % 16))) & 0xFU];
  }
  return text;
}

}  // namespace jobrig::base
