#include "hosting/terminal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <utility>

#include "base/stream.h"

namespace jobrig::hosting {
namespace {

constexpr std::size_t kMaxDigits = 20;  // of 64 bits
// While the output is blocked, the writer checks at this interval whether to give up.
constexpr std::chrono::milliseconds kLook{50};

std::uint64_t lines_in(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

Terminal::Terminal(int descriptor)
    : own_(base::open_again(descriptor)), stream_(own_.open() ? own_.get() : descriptor) {
  batch_.reserve(kBatch);
  writer_ = std::thread([this] { write_queue(); });
}

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
  try {
    queue_lines(std::move(lines));
  } catch (const std::bad_alloc&) {
    const std::lock_guard lock(mutex_);
    count_dropped("\n");
  }
}

void Terminal::queue_lines(std::string lines) {
  lines += '\n';
  const std::lock_guard lock(mutex_);
  while (!queue_.empty() && queued_ + lines.size() > kMaxQueued) {
    queued_ -= queue_.front().size();
    count_dropped(queue_.front());
    queue_.pop_front();
  }
  const std::size_t size = lines.size();
  queue_.push_back(std::move(lines));
  queued_ += size;
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
    take_batch();
    lock.unlock();
    const std::string_view left = write_out(batch_);
    lock.lock();
    count_dropped(left);
  }
}

/// mutex_ is held.
void Terminal::count_dropped(std::string_view lines) {
  dropped_ += lines_in(lines);
  unreported_ += lines_in(lines);
}

std::uint64_t Terminal::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

/// mutex_ is held. The dropped lines came before the remaining lines. Allocates nothing: the writer cannot fail.
void Terminal::take_batch() noexcept {
  batch_.clear();
  if (const std::uint64_t dropped = std::exchange(unreported_, 0); dropped > 0) {
    std::array<char, kMaxDigits> digits{};
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), dropped).ptr;
    batch_.append("jobrig: ").append(digits.data(), static_cast<std::size_t>(end - digits.data()));
    batch_.append(dropped == 1 ? " log line was dropped\n" : " log lines were dropped\n");
  }
  while (!queue_.empty()) {
    std::string& first = queue_.front();
    const std::size_t size = first.size();
    if (batch_.size() + size <= batch_.capacity()) {
      batch_.append(first);
    } else if (batch_.empty()) {
      batch_.swap(first);
    } else {
      break;
    }
    queued_ -= size;
    queue_.pop_front();
  }
}

/// Returns the part that could not be written.
std::string_view Terminal::write_out(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = base::write_some(stream_, text, kLook);
    if (written < 0) {
      break;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
    const std::lock_guard lock(mutex_);
    if (is_over()) {
      break;
    }
  }
  return text;
}

/// mutex_ is held.
bool Terminal::is_over() const { return closing_ && std::chrono::steady_clock::now() >= give_up_; }

}  // namespace jobrig::hosting
