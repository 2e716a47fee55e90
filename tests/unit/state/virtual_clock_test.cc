// The virtual clock: start, rate, frozen, jumps.
#include "state/virtual_clock.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <thread>
#include <utility>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::base::Duration;
using jobrig::base::Instant;
using jobrig::base::ManualClock;
using jobrig::model::ClockSettings;
using jobrig::state::VirtualClock;
using jobrig::test::instant;
using namespace std::chrono_literals;

namespace {

ClockSettings settings(double rate) {
  ClockSettings made;
  made.start = instant("2026-01-01T00:00:00Z");
  made.rate = rate;
  return made;
}

/// A clock that calls a function during a read, after the time was taken.
class InterruptedMachine final : public jobrig::base::Clock {
 public:
  [[nodiscard]] Instant civil() const override { return instant("2031-05-05"); }
  [[nodiscard]] jobrig::base::Monotonic monotonic() const override {
    const jobrig::base::Monotonic read = now.load();
    if (const auto happens = std::exchange(meanwhile, nullptr)) {
      happens();
    }
    return read;
  }

  std::atomic<jobrig::base::Monotonic> now{jobrig::base::Monotonic{}};
  mutable std::function<void()> meanwhile;  // once
};

}  // namespace

TEST_CASE("without a start the virtual clock begins at the civil time", "[state]") {
  const ManualClock machine(instant("2031-05-05T05:05:05Z"));
  const VirtualClock clock(machine, {});
  CHECK(clock.start() == instant("2031-05-05T05:05:05Z"));
  CHECK(clock.now() == clock.start());
}

TEST_CASE("at rate 1 the virtual clock goes as fast as the machine", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  const VirtualClock clock(machine, settings(1));
  machine.advance(90s);
  CHECK(clock.now() == instant("2026-01-01T00:01:30Z"));
  CHECK(clock.start() == instant("2026-01-01T00:00:00Z"));
}

TEST_CASE("at rate 60 a second is a minute", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  const VirtualClock clock(machine, settings(60));
  machine.advance(2500ms);
  CHECK(clock.now() == instant("2026-01-01T00:02:30Z"));
}

TEST_CASE("a rate below 1 slows the time down", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  const VirtualClock clock(machine, settings(0.5));
  machine.advance(10s);
  CHECK(clock.now() == instant("2026-01-01T00:00:05Z"));
}

TEST_CASE("a frozen clock stands still until it jumps", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  VirtualClock clock(machine, settings(0));
  machine.advance(1h);
  CHECK(clock.now() == clock.start());
  clock.jump(7 * 24h);
  CHECK(clock.now() == instant("2026-01-08T00:00:00Z"));
  machine.advance(1h);
  CHECK(clock.now() == instant("2026-01-08T00:00:00Z"));
  CHECK(clock.start() == instant("2026-01-01T00:00:00Z"));
}

TEST_CASE("a jump keeps the rate", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  VirtualClock clock(machine, settings(60));
  machine.advance(1s);
  clock.jump(10s);
  machine.advance(1s);
  CHECK(clock.now() == instant("2026-01-01T00:02:10Z"));
}

TEST_CASE("a clock moves on to a moment and refuses to go back", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  VirtualClock clock(machine, settings(60));
  machine.advance(1s);
  CHECK(clock.move_to(instant("2026-02-01T00:00:00Z")));
  CHECK(clock.now() == instant("2026-02-01T00:00:00Z"));
  machine.advance(1s);
  CHECK(clock.now() == instant("2026-02-01T00:01:00Z"));
  CHECK_FALSE(clock.move_to(instant("2026-02-01T00:00:59Z")));
  CHECK(clock.now() == instant("2026-02-01T00:01:00Z"));
  CHECK(clock.move_to(clock.now()));
  CHECK(clock.start() == instant("2026-01-01T00:00:00Z"));
}

TEST_CASE("a new rate counts from the moment it is set", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  VirtualClock clock(machine, settings(1));
  machine.advance(10s);
  clock.set_rate(60);
  CHECK(clock.rate() == 60);
  CHECK(clock.now() == instant("2026-01-01T00:00:10Z"));
  machine.advance(1s);
  CHECK(clock.now() == instant("2026-01-01T00:01:10Z"));
  clock.set_rate(0);
  machine.advance(1h);
  CHECK(clock.now() == instant("2026-01-01T00:01:10Z"));
  clock.set_rate(0.5);
  machine.advance(2s);
  CHECK(clock.now() == instant("2026-01-01T00:01:11Z"));
}

TEST_CASE("every moment that can be written can be reached", "[state]") {
  const ManualClock machine(instant("2031-05-05"));
  ClockSettings late = settings(0);
  late.start = instant("9999-12-31T23:59:59.999998Z");
  VirtualClock clock(machine, late);
  CHECK(clock.now() == *late.start);
  CHECK(clock.move_to(instant("9999-12-31T23:59:59.999999Z")));
  CHECK(clock.now() == instant("9999-12-31T23:59:59.999999Z"));
  CHECK(clock.now() == jobrig::base::kEndOfTime);
}

TEST_CASE("a jump beyond the year 9999 stops there", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  VirtualClock clock(machine, settings(1));
  clock.jump(24h * 365 * 100'000);
  CHECK(clock.now() == jobrig::base::kEndOfTime);
  CHECK(clock.move_to(clock.now()));
  clock.jump(Duration::max());
  CHECK(clock.now() == jobrig::base::kEndOfTime);
}

TEST_CASE("the fastest clock stops at the end of the year 9999 instead of wrapping", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  const VirtualClock clock(machine, settings(1e6));
  machine.advance(20 * 365 * 24h);
  CHECK(clock.now() == jobrig::base::kEndOfTime);
}

TEST_CASE("a change of the rate during a read does not move the time back", "[state]") {
  InterruptedMachine machine;
  VirtualClock clock(machine, settings(1000));
  Instant seen{};
  machine.meanwhile = [&] {
    machine.now = jobrig::base::Monotonic(1s);
    clock.set_rate(2000);
    seen = clock.now();
  };
  CHECK(clock.now() >= seen);
  CHECK(seen == clock.start() + 1000s);
  machine.meanwhile = [&] {
    machine.now = jobrig::base::Monotonic(2s);
    clock.jump(1h);
    clock.set_rate(0);
    seen = clock.now();
  };
  CHECK(clock.now() >= seen);
}

TEST_CASE("a read during a change of the rate is not later than reads after it", "[state]") {
  InterruptedMachine machine;
  VirtualClock clock(machine, settings(1000));
  std::future<Instant> seen;
  machine.meanwhile = [&] {  // during set_rate(), which has read the clock of the machine
    machine.now = jobrig::base::Monotonic(1s);
    seen = std::async(std::launch::async, [&] { return clock.now(); });
    seen.wait_for(50ms);  // without a wait for the writer, the read uses the old rate
  };
  clock.set_rate(0);
  CHECK(clock.now() >= seen.get());
}

TEST_CASE("the time never goes back while the rate changes", "[state]") {
  const jobrig::base::SystemClock machine;
  VirtualClock clock(machine, settings(1));
  std::atomic<bool> stop{false};
  std::atomic<int> back{0};
  const auto read = [&] {
    Instant before = clock.now();
    while (!stop) {
      const Instant now = clock.now();
      back += now < before ? 1 : 0;
      before = now;
    }
  };
  std::thread one(read);
  std::thread two(read);
  for (int change = 0; change < 20000; ++change) {
    clock.set_rate(change % 2 == 0 ? 1e6 : 0);
  }
  stop = true;
  one.join();
  two.join();
  CHECK(back == 0);
}

TEST_CASE("a clock computes when it reaches a time", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  VirtualClock clock(machine, settings(1));
  const Instant begin = clock.start();
  const auto real = [&](Duration ahead) { return clock.when(begin + ahead).time_since_epoch(); };
  machine.advance(1s);
  CHECK(real(10s) == 10s);
  CHECK(real(1s) == 1s);
  CHECK(real(0s) <= 1s);
  clock.set_rate(60);  // from the first second on
  CHECK(real(61s) == 2s + 1us);
  machine.advance(1s + 1us);
  CHECK(clock.now() >= begin + 61s);
  clock.set_rate(0.5);
  CHECK(real(62s + 60us) == 4s + 2us);
  clock.set_rate(0);
  CHECK(clock.when(clock.now() + 1us) == jobrig::base::Monotonic::max());
  CHECK(clock.when(clock.now()) <= machine.monotonic());
  clock.set_rate(1e-6);
  CHECK(clock.when(jobrig::base::kEndOfTime) == jobrig::base::Monotonic::max());
}

TEST_CASE("a clock notifies its observers of each change", "[state]") {
  ManualClock machine(instant("2031-05-05"));
  VirtualClock clock(machine, settings(0));
  int told = 0;
  auto watch = clock.on_change([&] { ++told; });
  clock.jump(1s);
  CHECK(told == 1);
  clock.set_rate(60);
  CHECK(told == 2);
  CHECK(clock.move_to(instant("2026-02-01T00:00:00Z")));
  CHECK(told == 3);
  const auto before = clock.now();
  clock.end();
  CHECK(told == 4);
  CHECK(clock.has_ended());
  CHECK(clock.now() == before);  // a request that is being answered keeps its time
  watch.reset();
  clock.set_rate(1);
  CHECK(told == 4);
}

TEST_CASE("readers see the time before a jump or after it and nothing in between", "[state]") {
  const ManualClock machine(instant("2031-05-05"));
  VirtualClock clock(machine, settings(0));
  std::atomic<bool> stop{false};
  std::atomic<int> torn{0};
  std::thread reader([&] {
    while (!stop) {
      torn += (clock.now() - clock.start()) % 1h == Duration(0) ? 0 : 1;
    }
  });
  for (int jump = 0; jump < 20000; ++jump) {
    clock.jump(1h);
  }
  stop = true;
  reader.join();
  CHECK(torn == 0);
  CHECK(clock.now() - clock.start() == 20000h);
}
