#include "state/virtual_clock.h"

#include <algorithm>
#include <chrono>

namespace jobrig::state {
VirtualClock::VirtualClock(const base::Clock& clock, const model::ClockSettings& settings)
    : clock_(clock), start_(settings.start.value_or(clock.civil())) {
  write({clock.monotonic().time_since_epoch().count(), start_.time_since_epoch().count(), settings.rate});
}

base::Instant VirtualClock::now() const {
  const base::Monotonic moment = clock_.monotonic();
  return on(read(), moment);
}

void VirtualClock::jump(base::Duration by) {
  const std::lock_guard lock(writing_);
  const base::Monotonic moment = clock_.monotonic();
  const Course course = read();
  const base::Instant now = on(course, moment);
  const base::Instant there = by > kLatest - now ? kLatest : now + by;
  write({moment.time_since_epoch().count(), there.time_since_epoch().count(), course.rate});
}

bool VirtualClock::move_to(base::Instant there) {
  const std::lock_guard lock(writing_);
  const base::Monotonic moment = clock_.monotonic();
  const Course course = read();
  if (there < on(course, moment)) {
    return false;
  }
  write({moment.time_since_epoch().count(), std::min(there, kLatest).time_since_epoch().count(), course.rate});
  return true;
}

void VirtualClock::set_rate(double rate) {
  const std::lock_guard lock(writing_);
  const base::Monotonic moment = clock_.monotonic();
  const base::Instant now = on(read(), moment);
  write({moment.time_since_epoch().count(), now.time_since_epoch().count(), rate});
}

base::Instant VirtualClock::on(const Course& course, base::Monotonic moment) const {
  const std::int64_t real = moment.time_since_epoch().count() - course.anchor;
  const std::int64_t latest = kLatest.time_since_epoch().count();
  if (course.rate == 1) {
    return base::Instant(base::Duration(std::min(course.at + real / 1000, latest)));
  }
  // Compares as doubles, because at rate 1e6 a year of real time does not fit into 64 bits of microseconds.
  const double passed = static_cast<double>(real) / 1000 * course.rate;
  if (passed >= static_cast<double>(latest - course.at)) {
    return kLatest;
  }
  return base::Instant(base::Duration(course.at + static_cast<std::int64_t>(passed)));
}

VirtualClock::Course VirtualClock::read() const {
  // The words are atomics with acquire loads, so no read moves before the first read of the sequence. A concurrent
  // write shows as a different sequence at the end.
  for (;;) {
    const std::uint64_t before = sequence_.load(std::memory_order_acquire);
    const Course course{anchor_.load(std::memory_order_acquire), at_.load(std::memory_order_acquire),
                        rate_.load(std::memory_order_acquire)};
    if ((before & 1U) == 0 && sequence_.load(std::memory_order_relaxed) == before) {
      return course;
    }
  }
}

void VirtualClock::write(const Course& course) {
  // Release stores: a reader that sees one of the new words also sees the odd sequence.
  sequence_.fetch_add(1, std::memory_order_acq_rel);
  anchor_.store(course.anchor, std::memory_order_release);
  at_.store(course.at, std::memory_order_release);
  rate_.store(course.rate, std::memory_order_release);
  sequence_.fetch_add(1, std::memory_order_release);
}

}  // namespace jobrig::state
