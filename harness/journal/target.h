// Target: the regular file that a journal is appended to, or the stream (FIFO, terminal, descriptor) that it is written
// to. It has no queue and no thread (file.h has).
#pragma once

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.h"
#include "base/result.h"

namespace jobrig::journal {

/// For one thread.
class Target {
 public:
  /// Opens the file, or creates it with mode 0600, because requests contain signatures and tokens. Every write appends,
  /// even after another process truncated the file. A file that another server writes, and a file that is not a
  /// journal, are errors; the error is only the reason. Removes an incomplete line at the end, which a killed server
  /// can leave. A FIFO needs no reader.
  static base::Result<Target> open(const std::string& path);

  /// The number of bytes written and why the rest was not. Without bytes and problem, the stream is not being read.
  struct Written {
    std::size_t bytes = 0;
    std::string problem;
  };
  /// Writes whole lines to a regular file, as many as fit. Writes a part to a stream, after waiting at most `patience`
  /// for its reader.
  Written write(std::string_view lines, std::chrono::milliseconds patience);

  /// Returns 0, or an errno: some file systems report a failed write only here.
  int close() { return ::close(file_.release()) == 0 ? 0 : errno; }

  /// Gives up reading a FIFO, and returns how many bytes in it no process will read. Call it before close().
  std::size_t unread();

  [[nodiscard]] bool is_stream() const { return stream_; }
  /// Whether it is a regular file that was deleted.
  [[nodiscard]] bool removed() const;
  /// Whether the path leads to this file.
  [[nodiscard]] bool is_at(const std::string& path) const;
  /// The number of bytes that open() removed from the end.
  [[nodiscard]] std::size_t cut() const { return cut_; }

 private:
  Target(base::Descriptor file, bool stream) : file_(std::move(file)), stream_(stream) {}
  std::optional<base::Error> claim();
  [[nodiscard]] bool take_back(std::string_view half) const;

  base::Descriptor file_;
  bool stream_;
  std::size_t cut_ = 0;
};

}  // namespace jobrig::journal
