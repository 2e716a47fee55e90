// Waiting: poll() up to a moment of the monotonic clock. It reads and writes nothing.
#pragma once

#include <poll.h>

#include <span>

#include "base/clock.h"

namespace jobrig::drive {

base::Monotonic monotonic_now();

/// Waits until something of `watched` is ready or the moment has come; what is ready is in their `revents`, all zero
/// when nothing is. A signal does not end the wait.
void wait_until(std::span<pollfd> watched, base::Monotonic deadline);

}  // namespace jobrig::drive
