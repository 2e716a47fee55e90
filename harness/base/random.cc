#include "base/random.h"

namespace jobrig::base {
namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014): a bijection
// on 64 bits in which every input bit affects every output bit.
constexpr std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

}  // namespace

std::uint64_t stable_hash(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a, then mixed, because the high bits of FNV alone are weak
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  }
  return mix(hash ^ bytes.size());
}

std::uint64_t random_stream(std::uint64_t seed, std::string_view scenario, std::string_view key) {
  return mix(mix(mix(seed) ^ stable_hash(scenario)) ^ stable_hash(key));
}

Random::result_type Random::operator()() { return mix(mix(stream_ ^ mix(ordinal_)) + draw_++); }

double Random::uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

}  // namespace jobrig::base
