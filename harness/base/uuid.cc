#include "base/uuid.h"

#include <cstdint>

#include "base/ascii.h"

namespace jobrig::base {

namespace {

// Writes the lowest `digits` hexadecimal digits of `value`, the most significant first.
void write_hex(std::uint64_t value, unsigned digits, char* to) {
  for (unsigned i = digits; i > 0; --i) {
    to[i - 1] = kHexDigits[value & 0xFU];
    value >>= 4U;
  }
}

}  // namespace

void draw_uuid(Random& random, std::string& text) {
  constexpr std::uint64_t kVersionMask = 0xF000ULL;
  constexpr std::uint64_t kVariantMask = 0xC000000000000000ULL;
  const std::uint64_t high = (random() & ~kVersionMask) | 0x4000ULL;
  const std::uint64_t low = (random() & ~kVariantMask) | 0x8000000000000000ULL;
  text.assign(36, '-');
  write_hex(high >> 32U, 8, text.data());
  write_hex(high >> 16U, 4, text.data() + 9);
  write_hex(high, 4, text.data() + 14);
  write_hex(low >> 48U, 4, text.data() + 19);
  write_hex(low, 12, text.data() + 24);
}

std::string draw_uuid(Random& random) {
  std::string text;
  draw_uuid(random, text);
  return text;
}

}  // namespace jobrig::base
