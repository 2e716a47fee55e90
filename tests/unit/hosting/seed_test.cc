// A seed that is made up: what readers of the ready line can hand on.
#include "hosting/seed.h"

#include <cstdint>
#include <set>

#include "support/catch.h"

using namespace jobrig;

TEST_CASE("a made-up seed is the same number in a double", "[commands][seed]") {
  std::set<std::uint64_t> seeds;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t seed = hosting::seed_by_chance();
    REQUIRE(static_cast<std::uint64_t>(static_cast<double>(seed)) == seed);
    seeds.insert(seed);
  }
  CHECK(seeds.size() > 990);  // it is made up each time
}
