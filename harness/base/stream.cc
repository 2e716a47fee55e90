#include "base/stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string>

namespace jobrig::base {
namespace {

constexpr int kFirstOwn = 3;  // after the standard descriptors

}  // namespace

Descriptor open_again(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode))) {
    const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
    Descriptor own(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (own.open()) {
      return own;
    }
  }
  return Descriptor(::fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstOwn));
}

ssize_t write_some(int descriptor, std::string_view bytes, std::chrono::milliseconds patience) {
  pollfd waited{descriptor, POLLOUT, 0};
  int ready = 0;
  do {
    ready = ::poll(&waited, 1, static_cast<int>(patience.count()));
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0) {
    return ready;
  }
  // poll() also returns if there is no reader. Then write() fails with the reason.
  const ssize_t written = ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
  return written < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : written;
}

}  // namespace jobrig::base
