#include "base/uuid.h"

#include <set>
#include <string>

#include "support/catch.h"

using namespace jobrig;

TEST_CASE("identifiers have the form of random UUIDs and repeat with the seed", "[base]") {
  base::Random random(1, 2);
  base::Random again(1, 2);
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    const std::string id = base::draw_uuid(random);
    CHECK(id == base::draw_uuid(again));
    REQUIRE(id.size() == 36);
    CHECK(id.find_first_not_of("0123456789abcdef-") == std::string::npos);
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) {
      CHECK(id[dash] == '-');
    }
    CHECK(id[14] == '4');
    CHECK(std::string("89ab").find(id[19]) != std::string::npos);
    ids.insert(id);
  }
  CHECK(ids.size() == 100);
}
