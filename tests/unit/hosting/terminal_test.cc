// The terminal's queue: nothing waits for a reader, the oldest lines are dropped and counted, the end has a deadline.
#include "hosting/terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>

#include "support/catch.h"

using namespace jobrig;
using hosting::Terminal;

namespace {

/// A pipe whose reader decides when it reads.
class Pipe {
 public:
  Pipe() {
    std::signal(SIGPIPE, SIG_IGN);
    REQUIRE(::pipe2(ends_.data(), O_CLOEXEC) == 0);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_writer();
    close(ends_[0]);
  }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_writer() { close(ends_[1]); }
  /// What comes until `end` has come, or until the writer is closed.
  std::string read_until(const std::string& end) const {
    std::string text;
    std::array<char, 4096> buffer{};
    while (end.empty() || text.find(end) == std::string::npos) {
      const ssize_t size = ::read(ends_[0], buffer.data(), buffer.size());
      if (size <= 0) {
        break;
      }
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  static void close(int& end) {
    if (end >= 0) {
      ::close(end);
      end = -1;
    }
  }
  std::array<int, 2> ends_{-1, -1};
};

}  // namespace

TEST_CASE("lines are written in order and all of them before the terminal is gone", "[hosting][terminal]") {
  Pipe pipe;
  std::string expected;
  {
    Terminal terminal(pipe.writer());
    for (int i = 0; i < 500; ++i) {
      terminal.write("line " + std::to_string(i) + "\n  and its second");
      expected += "line " + std::to_string(i) + "\n  and its second\n";
    }
  }
  pipe.close_writer();
  CHECK(pipe.read_until("") == expected);
}

TEST_CASE("no thread waits for a reader and the oldest lines are dropped and counted", "[hosting][terminal]") {
  Pipe pipe;
  Terminal terminal(pipe.writer());
  // Four times what the queue holds, and far beyond what the pipe does.
  constexpr std::size_t kLine = 1000;
  constexpr std::size_t kCount = 4 * Terminal::kMaxQueued / kLine;
  for (std::size_t i = 0; i < kCount; ++i) {
    std::string line = std::to_string(i) + " ";
    line.resize(kLine - 1, '.');
    terminal.write(std::move(line));
  }
  terminal.write("the end");
  const std::string text = pipe.read_until("\nthe end\n");
  std::size_t lines = 0;
  std::size_t dropped = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    if (line.rfind("jobrig: ", 0) == 0) {
      const bool plural = line.ends_with(" log lines were dropped");
      REQUIRE((plural || line == "jobrig: 1 log line was dropped"));
      dropped += std::stoul(line.substr(8));
    } else if (line != "the end") {
      CHECK(std::stoul(line) == lines + dropped);  // none is missing that was not counted
      ++lines;
    }
    at = end + 1;
  }
  CHECK(dropped > 0);
  CHECK(lines + dropped == kCount);
  CHECK(terminal.dropped() == dropped);
}

TEST_CASE("a terminal whose output is stopped neither blocks nor keeps the program", "[hosting][terminal]") {
  const int main_end = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE((main_end >= 0 && ::grantpt(main_end) == 0 && ::unlockpt(main_end) == 0));
  std::array<char, 100> name{};
  REQUIRE(::ptsname_r(main_end, name.data(), name.size()) == 0);
  const int terminal_end = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(terminal_end >= 0);
  {
    Terminal terminal(terminal_end);
    for (int i = 0; i < 300; ++i) {
      terminal.write(std::string(1000, '.'));  // more than a terminal holds that is not read
    }
  }
  std::array<char, 4> seen{};
  CHECK(::read(main_end, seen.data(), seen.size()) == 4);
  CHECK(std::string(seen.data(), 4) == "....");
  ::close(terminal_end);
  ::close(main_end);
}

TEST_CASE("a terminal without a reader ends", "[hosting][terminal]") {
  Pipe pipe;
  {
    Terminal terminal(pipe.writer());
    for (int i = 0; i < 300; ++i) {
      terminal.write(std::string(1000, '.'));
    }
  }
  pipe.close_writer();
  CHECK(pipe.read_until("").rfind("....", 0) == 0);
}
