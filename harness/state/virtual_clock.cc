#include "state/virtual_clock.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "base/deadline.h"

namespace jobrig::state {

VirtualClock::VirtualClock(const base::Clock& clock, const model::ClockSettings& settings)
    : clock_(clock),
      start_(settings.start.value_or(base::deadline(clock.civil(), settings.skew))),
      anchor_(clock.monotonic().time_since_epoch().count()),
      at_(start_.time_since_epoch().count()),
      rate_(settings.rate) {}

base::Instant VirtualClock::now() const {
  const Reading reading = read();
  return on(reading.course, reading.moment);
}

void VirtualClock::jump(base::Duration by) {
  change([by](base::Instant now, double rate) { return std::pair(base::deadline(now, by), rate); });
}

bool VirtualClock::move_to(base::Instant there) {
  bool lies_ahead = false;
  change([there, &lies_ahead](base::Instant now, double rate) {
    lies_ahead = there >= now;
    return std::pair(std::max(now, there), rate);
  });
  return lies_ahead;
}

void VirtualClock::set_rate(double rate) {
  change([rate](base::Instant now, double /*rate*/) { return std::pair(now, rate); });
}

void VirtualClock::end() {
  has_ended_.store(true, std::memory_order_release);
  changed_.notify();
}

base::Instant VirtualClock::on(const Course& course, std::int64_t moment) {
  const std::int64_t real = moment - course.anchor;
  const std::int64_t latest = base::kEndOfTime.time_since_epoch().count();
  if (course.rate == 1) {
    return base::Instant(base::Duration(std::min(course.at + real / 1000, latest)));
  }
  // Compares as doubles, because at rate 1e6 a year of real time does not fit into 64 bits of microseconds.
  const double passed = static_cast<double>(real) / 1000 * course.rate;
  if (passed >= static_cast<double>(latest - course.at)) {
    return base::kEndOfTime;
  }
  return base::Instant(base::Duration(course.at + static_cast<std::int64_t>(passed)));
}

base::Monotonic VirtualClock::when(base::Instant moment) const {
  const Course course = read().course;
  const base::Monotonic anchor{std::chrono::nanoseconds(course.anchor)};
  const base::Duration left = moment - base::Instant(base::Duration(course.at));
  if (left <= base::Duration::zero() || course.rate == 1) {
    return base::deadline(anchor, left);
  }
  // One microsecond longer, because on() rounds down. At rate 0 the quotient is infinite.
  const double real = std::ceil(static_cast<double>(left.count()) / course.rate) + 1;
  return real < static_cast<double>(base::Duration::max().count())
             ? base::deadline(anchor, base::Duration(static_cast<std::int64_t>(real)))
             : base::Monotonic::max();
}

VirtualClock::Reading VirtualClock::read() const {
  // The words are atomics with acquire loads, so no read moves before the first read of the sequence. A concurrent
  // write shows as a different sequence at the end. The clock of the machine is read in between, too. Read earlier, it
  // could precede the anchor of the course; read later, it could belong to the next course. Either moves time
  // backwards.
  for (;;) {
    const std::uint64_t before = sequence_.load(std::memory_order_acquire);
    if ((before & 1U) == 0) {
      const Reading reading{{anchor_.load(std::memory_order_acquire), at_.load(std::memory_order_acquire),
                             rate_.load(std::memory_order_acquire)},
                            clock_.monotonic().time_since_epoch().count()};
      std::atomic_signal_fence(std::memory_order_seq_cst);
      if (sequence_.load(std::memory_order_acquire) == before) {
        return reading;
      }
    }
    std::this_thread::yield();  // the writer may need this core
  }
}

template <typename Next>
void VirtualClock::change(Next next) {
  {
    const std::lock_guard lock(writing_);
    const Course old{anchor_.load(std::memory_order_relaxed), at_.load(std::memory_order_relaxed),
                     rate_.load(std::memory_order_relaxed)};
    // The clock of the machine is read after the sequence is odd: a reader of the old course could otherwise return a
    // later time than the new course starts at. Release stores: a reader that sees one of the new words also sees the
    // odd sequence.
    sequence_.fetch_add(1, std::memory_order_seq_cst);
    const std::int64_t moment = clock_.monotonic().time_since_epoch().count();
    const auto [at, rate] = next(on(old, moment), old.rate);
    anchor_.store(moment, std::memory_order_release);
    at_.store(std::min(at, base::kEndOfTime).time_since_epoch().count(), std::memory_order_release);
    rate_.store(rate, std::memory_order_release);
    sequence_.fetch_add(1, std::memory_order_release);
  }
  changed_.notify();
}

}  // namespace jobrig::state
