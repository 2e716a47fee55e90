#include "faults/random_bytes.h"

namespace jobrig::faults {

std::string random_bytes(base::Random& random, std::size_t count) {
  std::string bytes;
  bytes.reserve(count + 8);
  while (bytes.size() < count) {
    std::uint64_t bits = random();
    for (int byte = 0; byte < 8; ++byte, bits >>= 8U) {
      bytes += static_cast<char>(bits & 0xFFU);
    }
  }
  bytes.resize(count);
  return bytes;
}

}  // namespace jobrig::faults
