// Random numbers: constants that must never change, because a seed must replay the same run on another machine and in
// later versions.
#include "base/random.h"

#include <set>
#include <string>

#include "support/catch.h"

using namespace jobrig;

TEST_CASE("the numbers that follow from a seed never change", "[base][random]") {
  CHECK(base::stable_hash("") == 0xc3817c016ba4ff30ULL);
  CHECK(base::stable_hash("thermostat-1/firmware-7") == 0x1dbd5204812790a3ULL);
  const std::uint64_t stream = base::random_stream(7, "demos/outage", "thermostat-1/firmware-7");
  CHECK(stream == 0x578a256be57b1bd6ULL);
  base::Random random(stream, 0);
  CHECK(random() == 0x2f982c837f3d1f4bULL);
  CHECK(random() == 0x05171bdcc13091c7ULL);
  CHECK(base::Random(stream, 1)() == 0xc6aac328a0cf2a40ULL);
  CHECK(base::Random(stream, 0).uniform() == 0x1.7cc1641bf9e8cp-3);
}

TEST_CASE("a draw depends on seed and scenario and key and ordinal and its number", "[base][random]") {
  std::set<std::uint64_t> draws;
  for (const std::uint64_t seed : {0U, 1U}) {
    for (const std::string scenario : {"a", "b", "", "ab"}) {
      for (const std::string key : {"t/j", "t/", "ab", ""}) {
        for (const std::uint64_t ordinal : {0U, 1U, 2U}) {
          base::Random random(base::random_stream(seed, scenario, key), ordinal);
          draws.insert(random());
          draws.insert(random());
        }
      }
    }
  }
  CHECK(draws.size() == 2 * 4 * 4 * 3 * 2);
}

TEST_CASE("bytes above 127 and NUL count in the hash", "[base][random]") {
  CHECK(base::stable_hash(std::string("a\0", 2)) != base::stable_hash("a"));
  CHECK(base::stable_hash("\xC3\xA9") != base::stable_hash("\xC3\xA8"));
}

TEST_CASE("a uniform draw is in its interval and even over it", "[base][random]") {
  base::Random random(base::stable_hash("even"), 0);
  int counts[10] = {};
  for (int i = 0; i < 100'000; ++i) {
    const double draw = random.uniform();
    REQUIRE(draw >= 0.0);
    REQUIRE(draw < 1.0);
    ++counts[static_cast<int>(draw * 10)];
  }
  for (const int count : counts) {
    CHECK(count > 9600);
    CHECK(count < 10400);
  }
  CHECK(random.draws() == 100'000);
}
