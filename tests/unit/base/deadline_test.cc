// Deadlines of waits that exceed the range of the clock.
#include "base/deadline.h"

#include <chrono>

#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;
using base::deadline;
using base::Duration;
using base::Instant;
using base::Monotonic;
using base::saturating_add;

TEST_CASE("a deadline is the sum of a time and a wait", "[base][deadline]") {
  CHECK(deadline(Monotonic(5s), Duration(2ms)) == Monotonic(5002ms));
  CHECK(deadline(Monotonic(5s), 1h) == Monotonic(1h + 5s));
  CHECK(deadline(Monotonic(5s), -2s) == Monotonic(3s));
  CHECK(deadline(Instant(7us), Duration(-8us)) == Instant(-1us));
  CHECK(deadline(Instant(7us), Duration(0)) == Instant(7us));
}

TEST_CASE("a deadline beyond the range of its clock is the last time of the clock", "[base][deadline]") {
  const Monotonic now(std::chrono::hours(24 * 30));
  for (const int days : {106'000, 110'000, 213'504, 3'650'000}) {
    CAPTURE(days);
    CHECK(deadline(now, Duration(std::chrono::hours(24) * days)) > now + std::chrono::hours(24 * 100'000));
    CHECK(deadline(now, Duration(std::chrono::hours(-24) * days)) < now - std::chrono::hours(24 * 100'000));
  }
  CHECK(deadline(now, Duration::max()) == Monotonic::max());
  CHECK(deadline(Monotonic(0s), Duration::min()) == Monotonic::min());
  CHECK(deadline(Monotonic::max(), 1ns) == Monotonic::max());
  CHECK(deadline(Monotonic::max(), -1ns) == Monotonic::max() - 1ns);
  CHECK(deadline(Monotonic::min(), -1ns) == Monotonic::min());
  CHECK(deadline(Instant::max(), Duration(1)) == Instant::max());
  CHECK(deadline(Instant::max() - 5us, Duration(5)) == Instant::max());
  CHECK(deadline(Instant::min(), Duration::max()) == Instant(-1us));
}

TEST_CASE("sums of durations saturate", "[base][deadline]") {
  CHECK(saturating_add(2s, 3s) == 5s);
  CHECK(saturating_add(Duration::max(), Duration(1)) == Duration::max());
  CHECK(saturating_add(Duration::min(), Duration(-1)) == Duration::min());
  CHECK(saturating_add(Duration::max(), Duration::min()) == Duration(-1));
}
