// Tables of kinds: their order, and how a row is found.
#include "base/catalogue.h"

#include <array>
#include <string_view>
#include <vector>

#include "support/catch.h"

namespace {

using namespace jobrig;

struct Metal {
  std::string_view name;
  int weight;
};

void declare_metals(std::vector<Metal>& metals) {
  metals.push_back({"zinc", 30});
  metals.push_back({"iron", 26});
  metals.push_back({"lead", 82});
}

TEST_CASE("kinds are sorted by a member or by a function", "[base]") {
  const std::vector<Metal> by_name = base::sorted_kinds(declare_metals, &Metal::name);
  REQUIRE(by_name.size() == 3);
  CHECK(by_name[0].name == "iron");
  CHECK(by_name[1].name == "lead");
  CHECK(by_name[2].name == "zinc");

  const std::vector<Metal> heavy_first =
      base::sorted_kinds(declare_metals, [](const Metal& one) { return -one.weight; });
  REQUIRE(heavy_first.size() == 3);
  CHECK(heavy_first[0].name == "lead");
  CHECK(heavy_first[2].name == "iron");
}

TEST_CASE("the row of a name is found only by the whole name", "[base]") {
  constexpr std::array kMetals{Metal{"iron", 26}, Metal{"lead", 82}};
  const Metal* const lead = base::row_named(kMetals, "lead");
  REQUIRE(lead != nullptr);
  CHECK(lead->weight == 82);
  CHECK(base::row_named(kMetals, "lea") == nullptr);
  CHECK(base::row_named(kMetals, "") == nullptr);
  CHECK(base::names_in(kMetals) == std::vector<std::string_view>{"iron", "lead"});
}

}  // namespace
