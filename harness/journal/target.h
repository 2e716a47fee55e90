// Target: where a journal goes: a regular file that it appends to, or a stream (FIFO, terminal, descriptor) whose
// reader may be slow. It has no queue and no thread (journal/file.h has).
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
  /// Opens the file, or creates it with mode 0600, because requests hold signatures and tokens. It is only appended to,
  /// whoever else truncates or writes it. Refused are a file that another server writes, and one that holds something
  /// else than a journal. The error is the reason alone. Half a line at the end is removed: a server was killed while
  /// it wrote. A FIFO needs no reader.
  static base::Result<Target> open(const std::string& path);

  /// How many bytes were written, and what prevented the rest. No problem and no bytes: nobody reads the stream.
  struct Written {
    std::size_t bytes = 0;
    std::string problem;
  };
  /// A regular file takes only whole lines, all that fit. A stream takes a piece; it waits for its reader at most
  /// `patience`.
  Written write(std::string_view lines, std::chrono::milliseconds patience);

  /// The errno of what a file system says only at the end; 0: all is well.
  int close() { return ::close(file_.release()) == 0 ? 0 : errno; }

  [[nodiscard]] bool is_stream() const { return stream_; }
  /// Whether it is a regular file that has no name any more: nobody would find what is written.
  [[nodiscard]] bool removed() const;
  /// Whether the path leads to it.
  [[nodiscard]] bool is_at(const std::string& path) const;
  /// How many bytes of half a line open() removed.
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
