#include "drive/stop_flag.h"

#include <sys/eventfd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "base/deadline.h"
#include "drive/waiting.h"

namespace jobrig::drive {

StopFlag::StopFlag() : event_(::eventfd(0, EFD_CLOEXEC)) {
  if (!event_.open()) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
}

void StopFlag::raise() {
  const std::uint64_t one = 1;
  // The write cannot block: the counter of the eventfd is increased only once or twice (eventfd(2)).
  [[maybe_unused]] const ssize_t written = ::write(event_.get(), &one, sizeof one);
}

bool StopFlag::wait(base::Duration timeout) const {
  std::array<pollfd, 1> watched{pollfd{event_.get(), POLLIN, 0}};
  wait_until(watched, base::deadline(monotonic_now(), timeout));
  return (watched[0].revents & POLLIN) != 0;
}

}  // namespace jobrig::drive
