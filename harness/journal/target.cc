#include "journal/target.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "base/output_file.h"
#include "base/stream.h"

namespace jobrig::journal {
namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10U;
constexpr std::size_t kHead = 64;  // bytes that identify a journal

constexpr std::array<std::string_view, 3> kEvents{"dropped", "change", "packet"};  // of a journal (line.h)

base::Error error_of(int code) { return {std::generic_category().message(code)}; }

/// Whether a journal can begin with this text: the first members of an exchange or of an event (line.h).
bool begins_a_journal(std::string_view text) {
  constexpr std::string_view kNumber = R"({"number":)";
  if (!text.starts_with(kNumber)) {
    return std::any_of(kEvents.begin(), kEvents.end(), [text](std::string_view event) {
      return text.starts_with(R"({"event":")" + std::string(event) + "\",");
    });
  }
  text.remove_prefix(kNumber.size());
  const auto digits = std::find_if_not(text.begin(), text.end(), base::is_digit);
  text.remove_prefix(static_cast<std::size_t>(digits - text.begin()));
  return text.starts_with(R"(,"connection":)");
}

/// Reads at most text.size() bytes. Returns their number, or -1 and sets errno.
ssize_t read_at(int file, std::string& text, off_t at) {
  ssize_t size = 0;
  do {
    size = ::pread(file, text.data(), text.size(), at);
  } while (size < 0 && errno == EINTR);
  return size;
}

/// Returns the end of the last complete line in a file of `size` bytes, or -1 and sets errno.
off_t end_of_lines(int file, off_t size) {
  std::string block;
  while (size > 0) {
    const off_t begin = size - std::min<off_t>(size, kBlock);
    block.resize(static_cast<std::size_t>(size - begin));
    const ssize_t got = read_at(file, block, begin);
    if (got < 0) {
      return -1;
    }
    const std::size_t last = std::string_view(block).substr(0, static_cast<std::size_t>(got)).rfind('\n');
    if (last != std::string_view::npos) {
      return begin + static_cast<off_t>(last) + 1;
    }
    size = begin;
  }
  return 0;
}

}  // namespace

base::Result<Target> Target::open(const std::string& path) {
  if (const auto number = base::descriptor_named(path)) {
    const int flags = ::fcntl(*number, F_GETFL);
    base::Descriptor own = flags < 0 ? base::Descriptor() : base::open_again(*number);
    if (!own.open()) {
      return error_of(errno);
    }
    return (flags & O_ACCMODE) == O_RDONLY ? base::Result<Target>(error_of(EBADF)) : Target(std::move(own), true);
  }
  // Also for reading, to check the existing content, and because a FIFO then opens without a reader.
  base::Descriptor file(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, S_IRUSR | S_IWUSR));
  struct stat status {};
  if (!file.open() || ::fstat(file.get(), &status) != 0) {
    return error_of(errno);
  }
  Target target(std::move(file), !S_ISREG(status.st_mode));
  if (!target.stream_) {
    if (auto error = target.claim()) {
      return *error;
    }
  }
  return target;
}

/// Locks a regular file, checks that it is a journal, and removes an incomplete line at the end.
std::optional<base::Error> Target::claim() {
  const int file = file_.get();
  if (::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return base::Error{"another server is writing it"};
  }
  std::string head(kHead, '\0');
  const ssize_t size = read_at(file, head, 0);
  if (size > 0 && !begins_a_journal(std::string_view(head).substr(0, static_cast<std::size_t>(size)))) {
    return base::Error{"the file is not empty and not a journal; name another file or remove this one"};
  }
  struct stat status {};
  if (size < 0 || ::fstat(file, &status) != 0) {
    return error_of(errno);
  }
  const off_t end = end_of_lines(file, status.st_size);
  if (end < 0 || (end < status.st_size && ::ftruncate(file, end) != 0)) {
    return error_of(errno);
  }
  cut_ = static_cast<std::size_t>(status.st_size - end);
  return std::nullopt;
}

Target::Written Target::write(std::string_view lines, std::chrono::milliseconds patience) {
  if (stream_) {
    const ssize_t size = base::write_some(file_.get(), lines, patience);
    return size < 0 ? Written{0, std::generic_category().message(errno)} : Written{static_cast<std::size_t>(size), ""};
  }
  std::size_t done = 0;
  while (done < lines.size()) {
    const ssize_t size = ::write(file_.get(), lines.data() + done, lines.size() - done);
    if (size >= 0) {
      done += static_cast<std::size_t>(size);
    } else if (errno != EINTR) {
      const int code = errno;
      const std::size_t whole = done == 0 ? 0 : lines.rfind('\n', done - 1) + 1;  // npos + 1 is 0
      // If the partial line cannot be removed, the next write continues it.
      const bool taken = take_back(lines.substr(whole, done - whole));
      return {taken ? whole : done, std::generic_category().message(code)};
    }
  }
  return {done, ""};
}

/// Removes a partial line from the end of the file, unless another process has truncated the file.
bool Target::take_back(std::string_view half) const {
  struct stat status {};
  const auto size = static_cast<off_t>(half.size());
  if (half.empty() || ::fstat(file_.get(), &status) != 0 || status.st_size < size) {
    return true;
  }
  std::string last(half.size(), '\0');
  if (read_at(file_.get(), last, status.st_size - size) != size || last != half) {
    return true;
  }
  return ::ftruncate(file_.get(), status.st_size - size) == 0;
}

std::size_t Target::unread() {
  struct stat status {};
  int size = 0;
  if (::fstat(file_.get(), &status) != 0 || !S_ISFIFO(status.st_mode)) {
    return 0;
  }
  file_ = base::open_again(file_.get());  // for writing only
  pollfd polled{file_.get(), POLLOUT, 0};
  const bool has_reader = ::poll(&polled, 1, 0) >= 0 && (polled.revents & POLLERR) == 0;
  return !has_reader && ::ioctl(file_.get(), FIONREAD, &size) == 0 ? static_cast<std::size_t>(size) : 0;
}

bool Target::removed() const {
  struct stat status {};
  return !stream_ && ::fstat(file_.get(), &status) == 0 && status.st_nlink == 0;
}

bool Target::is_at(const std::string& path) const {
  struct stat here {};
  struct stat there {};
  return ::fstat(file_.get(), &here) == 0 && ::stat(path.c_str(), &there) == 0 && here.st_dev == there.st_dev &&
         here.st_ino == there.st_ino;
}

}  // namespace jobrig::journal
