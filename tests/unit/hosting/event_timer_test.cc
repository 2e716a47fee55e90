// Event timer: events of observed things happen without a request when the virtual time comes.
#include "hosting/event_timer.h"

#include <future>
#include <string>

#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/loading.h"
#include "support/planning.h"

using namespace jobrig;
using hosting::EventTimer;
using state::Event;
using namespace std::chrono_literals;

namespace {

struct Timed {
  explicit Timed(const std::string& clock)
      : scenario(test::loaded("clock: " + clock + "\nthings: {t: {j: {queued: +1h}}}\n")),
        virtual_clock(machine, scenario.clock),
        world(scenario, virtual_clock, 7),
        timer(world, virtual_clock) {}

  base::SystemClock machine;
  model::Scenario scenario;
  state::VirtualClock virtual_clock;
  state::World world;
  EventTimer timer;
};

}  // namespace

TEST_CASE("a move of the clock wakes the timer and a job arrives without a request", "[hosting][events]") {
  Timed timed("{rate: 0}");
  std::promise<state::Change> arrived;
  auto subscription = timed.timer.subscribe("t", [&](const Event& event) { arrived.set_value(event.change); });
  REQUIRE(subscription != nullptr);
  timed.virtual_clock.jump(1h);
  auto future = arrived.get_future();
  REQUIRE(future.wait_for(test::kHangGuard) == std::future_status::ready);
  CHECK(future.get() == state::Change::kArrived);
}

TEST_CASE("the timer fires when the time comes", "[hosting][events]") {
  Timed timed("{rate: 0}");  // the time passes only once the thing is observed
  std::promise<base::Instant> arrived;
  auto subscription = timed.timer.subscribe("t", [&](const Event& event) { arrived.set_value(event.when); });
  timed.virtual_clock.set_rate(1'000'000);
  auto future = arrived.get_future();
  REQUIRE(future.wait_for(test::kHangGuard) == std::future_status::ready);
  CHECK(future.get() == timed.virtual_clock.start() + 1h);
}

TEST_CASE("a thing that the scenario does not have cannot be observed", "[hosting][events]") {
  Timed timed("{rate: 0}");
  CHECK(timed.timer.subscribe("u", [](const Event& /*event*/) {}) == nullptr);
}
