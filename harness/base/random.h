// Random: random numbers as a pure function of (seed, scenario, key, ordinal, draw). A seed therefore replays a run for
// any thread order. Its only state is the number of the next draw. It is not suitable for cryptography.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace jobrig::base {

/// A 64-bit hash of bytes that is the same on every machine and in every run. std::hash guarantees neither.
std::uint64_t stable_hash(std::string_view bytes);

/// The stream for one key (thing and job) in one scenario with one seed. Keep the result: computing it hashes the key.
std::uint64_t random_stream(std::uint64_t seed, std::string_view scenario, std::string_view key);

/// The draws of one request. `ordinal` is the index of the request in its stream, from 0. Satisfies
/// UniformRandomBitGenerator and therefore works with the distributions of Boost.Random, which give the same results on
/// every machine. Those of the standard library do not.
class Random {
 public:
  using result_type = std::uint64_t;
  Random(std::uint64_t stream, std::uint64_t ordinal) : stream_(stream), ordinal_(ordinal) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  /// The next draw: 64 uniformly distributed bits.
  result_type operator()();
  /// The next draw as a number in [0, 1) with 53 uniformly distributed bits.
  double uniform();
  /// The number of draws taken.
  [[nodiscard]] std::uint64_t draws() const { return draw_; }

 private:
  std::uint64_t stream_;
  std::uint64_t ordinal_;
  std::uint64_t draw_ = 0;
};

}  // namespace jobrig::base
