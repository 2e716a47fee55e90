// Stream: bytes to a descriptor whose reader may be slow or absent, such as a pipe or a terminal. The caller decides
// how long to wait. It opens and closes nothing.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string_view>

#include "base/descriptor.h"

namespace jobrig::base {

/// A descriptor of the caller's own for the same pipe or terminal, which blocks nobody: unlike a duplicate, it can be
/// non-blocking without making the original so. Where that is impossible (a regular file, a socket), a duplicate. Not
/// open, with errno, if there is no such descriptor.
Descriptor open_again(int descriptor);

/// Waits at most `patience` until the descriptor takes bytes, then writes at most PIPE_BUF of them: a pipe that has
/// room takes as many without blocking, even if its descriptor is in blocking mode. Returns how many were written, 0 if
/// none could be, or -1 with errno.
ssize_t write_some(int descriptor, std::string_view bytes, std::chrono::milliseconds patience);

}  // namespace jobrig::base
