// Stream: writes to a pipe or a terminal whose reader can be slow or absent. The caller decides how long to wait. It
// does not retry.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string_view>

#include "base/descriptor.h"

namespace jobrig::base {

/// Opens the pipe or terminal behind the descriptor again, non-blocking. A duplicate would share the flag with other
/// processes. For a regular file or a socket it returns a duplicate. On failure the result is not open, and errno is
/// set.
Descriptor open_again(int descriptor);

/// Waits at most `patience` until the descriptor is writable, then writes at most PIPE_BUF bytes: a writable pipe
/// accepts them without blocking, even in blocking mode. Returns the number of bytes written (0: the wait timed out),
/// or -1 and sets errno.
ssize_t write_some(int descriptor, std::string_view bytes, std::chrono::milliseconds patience);

}  // namespace jobrig::base
