// Waiting: poll() with a deadline on the monotonic clock. It reads and writes nothing.
#pragma once

#include <poll.h>

#include <span>

#include "base/clock.h"

namespace jobrig::drive {

base::Monotonic monotonic_now();

/// Waits until a descriptor of `watched` is ready or the deadline has passed. `revents` shows which; after the deadline
/// all are zero. A signal does not end the wait.
void wait_until(std::span<pollfd> watched, base::Monotonic deadline);

}  // namespace jobrig::drive
