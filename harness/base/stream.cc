#include "base/stream.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace jobrig::base {

ssize_t write_some(int descriptor, std::string_view bytes, std::chrono::milliseconds patience) {
  pollfd waited{descriptor, POLLOUT, 0};
  int ready = 0;
  do {
    ready = ::poll(&waited, 1, static_cast<int>(patience.count()));
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0) {
    return ready;
  }
  // poll() also returns when the reader has gone. Then write() gives the reason.
  const ssize_t written = ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
  return written < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : written;
}

}  // namespace jobrig::base
