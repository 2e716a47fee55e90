#include "hosting/terminal.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

namespace jobrig::hosting {
namespace {

constexpr std::size_t kBatch = std::size_t{64} << 10U;
// While the output is blocked, the writer checks at this interval whether to give up.
constexpr int kLookMilliseconds = 50;

std::uint64_t lines_in(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

Terminal::Terminal(int descriptor) : descriptor_(descriptor), writer_([this] { write_queue(); }) {}

Terminal::~Terminal() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    give_up_ = std::chrono::steady_clock::now() + kMaxFlush;
  }
  changed_.notify_one();
  writer_.join();
}

void Terminal::write(std::string lines) {
  lines += '\n';
  const std::lock_guard lock(mutex_);
  while (!queue_.empty() && queued_ + lines.size() > kMaxQueued) {
    queued_ -= queue_.front().size();
    dropped_ += lines_in(queue_.front());
    queue_.pop_front();
  }
  queued_ += lines.size();
  queue_.push_back(std::move(lines));
  if (queue_.size() == 1) {  // else the writer is already awake
    changed_.notify_one();
  }
}

void Terminal::write_queue() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || !queue_.empty(); });
    if (queue_.empty() || is_over()) {
      return;
    }
    const std::string text = take_batch();
    lock.unlock();
    const std::string_view left = write_out(text);
    lock.lock();
    dropped_ += lines_in(left);
  }
}

/// mutex_ is held. The dropped lines came before the remaining lines.
std::string Terminal::take_batch() {
  std::string text;
  if (const std::uint64_t dropped = std::exchange(dropped_, 0); dropped > 0) {
    text = "jobrig: " + std::to_string(dropped) + (dropped == 1 ? " log line was" : " log lines were") + " dropped\n";
  }
  while (!queue_.empty() && text.size() < kBatch) {
    queued_ -= queue_.front().size();
    text += queue_.front();
    queue_.pop_front();
  }
  return text;
}

/// Returns the part that could not be written.
std::string_view Terminal::write_out(std::string_view text) {
  while (!text.empty() && wait_for_room()) {
    // A pipe that is ready for writing accepts PIPE_BUF bytes without blocking.
    const ssize_t written = ::write(descriptor_, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
    if (written < 0 && errno != EAGAIN && errno != EINTR) {
      break;
    }
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return text;
}

/// False: give up.
bool Terminal::wait_for_room() {
  for (;;) {
    pollfd waited{descriptor_, POLLOUT, 0};
    if (::poll(&waited, 1, kLookMilliseconds) > 0) {
      return true;  // write() reports any other error
    }
    const std::lock_guard lock(mutex_);
    if (is_over()) {
      return false;
    }
  }
}

/// mutex_ is held.
bool Terminal::is_over() const { return closing_ && std::chrono::steady_clock::now() >= give_up_; }

}  // namespace jobrig::hosting
