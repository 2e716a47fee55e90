// Random: chance as a pure function of (seed, scenario, key, ordinal, draw), so that a seed replays a run whatever
// the order of threads. It keeps no state but the number of the next draw, and it is no cryptography.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace jobrig::base {

/// A 64-bit hash of bytes that is the same on every machine and in every run (std::hash promises neither).
std::uint64_t stable_hash(std::string_view bytes);

/// The stream of one thing/job key in one scenario under one seed. Worth keeping: it is hashed once a key.
std::uint64_t random_stream(std::uint64_t seed, std::string_view scenario, std::string_view key);

/// The draws of one request: the `ordinal`-th of its stream (from 0). Satisfies UniformRandomBitGenerator, so that
/// Boost.Random's distributions (the same on every machine, unlike the standard library's) take it as it is.
class Random {
 public:
  using result_type = std::uint64_t;
  Random(std::uint64_t stream, std::uint64_t ordinal) : stream_(stream), ordinal_(ordinal) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  /// The next draw: 64 even bits.
  result_type operator()();
  /// The next draw as a number in [0, 1) with 53 even bits.
  double uniform();
  /// How many draws were taken.
  [[nodiscard]] std::uint64_t draws() const { return draw_; }

 private:
  std::uint64_t stream_;
  std::uint64_t ordinal_;
  std::uint64_t draw_ = 0;
};

}  // namespace jobrig::base
