#include "drive/waiting.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>

namespace jobrig::drive {

base::Monotonic monotonic_now() { return base::SystemClock().monotonic(); }

void wait_until(std::span<pollfd> watched, base::Monotonic deadline) {
  for (;;) {
    const std::chrono::nanoseconds left =
        std::max(std::chrono::nanoseconds::zero(), std::chrono::nanoseconds(deadline - monotonic_now()));
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    timespec most{};
    most.tv_sec = static_cast<time_t>(seconds.count());
    most.tv_nsec = static_cast<long>((left - seconds).count());
    for (pollfd& one : watched) {
      one.revents = 0;
    }
    if (::ppoll(watched.data(), watched.size(), &most, nullptr) >= 0 || errno != EINTR) {
      return;
    }
  }
}

}  // namespace jobrig::drive
