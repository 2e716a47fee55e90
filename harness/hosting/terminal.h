// Terminal: where a running server tells a person what happens, a line at a time, whatever thread has something to say.
// It decides nothing about what is said.
#pragma once

#include <memory>
#include <ostream>
#include <string_view>

namespace spdlog {
class logger;
}

namespace jobrig::hosting {

/// Thread-safe. A line is out when write() returns, so that what is read last before a crash is what was said last.
class Terminal {
 public:
  /// Borrows the stream.
  explicit Terminal(std::ostream& stream);
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal();

  /// One line or several, the last one without its end.
  void write(std::string_view lines);

 private:
  std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace jobrig::hosting
