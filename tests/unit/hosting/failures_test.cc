// What the hosting of a scenario does when there is no memory, or when a part of it fails.
#include <memory>
#include <stdexcept>
#include <string>

#include "hosting/cleaner.h"
#include "hosting/exchange_sinks.h"
#include "support/catch.h"
#include "support/failing_allocation.h"

using namespace jobrig;

namespace {

/// Counts what it gets, and fails then if it is told to.
class Counting final : public model::ExchangeSink {
 public:
  void record(model::Exchange&& /*exchange*/, model::Stage* /*stage*/) override { take(); }
  void observe(const model::Exchange& /*exchange*/) override { take(); }
  int got = 0;
  bool fails = false;

 private:
  void take() {
    ++got;
    if (fails) {
      throw std::runtime_error("full");
    }
  }
};

}  // namespace

TEST_CASE("the last owner of a shared object needs no memory to let it go", "[hosting]") {
  hosting::Cleaner cleaner;
  std::weak_ptr<std::string> seen;
  const std::size_t failures = test::fail_each_allocation(
      [&] {
        auto shared = cleaner.share(std::make_unique<std::string>("shared"));
        seen = shared;
      },
      [&] { CHECK(seen.expired()); });
  CHECK(failures > 1);
  auto shared = cleaner.share(std::make_unique<std::string>("shared"));
  const test::FailingAllocation failing(1);
  shared.reset();
  CHECK_FALSE(test::FailingAllocation::has_failed());
}

TEST_CASE("a sink that fails does not keep the record from the others", "[hosting]") {
  Counting first;
  Counting second;
  Counting last;
  first.fails = true;
  hosting::ExchangeSinks sinks;
  sinks.add(first);
  sinks.add(second);
  sinks.add(last);
  CHECK_THROWS_AS(sinks.record({}, nullptr), std::runtime_error);
  CHECK(first.got == 1);
  CHECK(second.got == 1);
  CHECK(last.got == 1);
}
