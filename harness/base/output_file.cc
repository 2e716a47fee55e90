#include "base/output_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>
#include <thread>

#include "base/ascii.h"
#include "base/descriptor.h"
#include "base/stream.h"

namespace jobrig::base {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr int kMaxLinks = 40;  // as Linux follows: path_resolution(7)
constexpr std::chrono::milliseconds kMaxWaitForReader{10'000};
constexpr std::chrono::milliseconds kMaxStall{30'000};
constexpr std::chrono::milliseconds kLook{20};
constexpr ::mode_t kOthers = 077;  // the rights of group and others

// The functions below that return int return 0 or an errno.

/// Where a path leads.
struct Destination {
  std::optional<int> descriptor;      // of this process; if it is set, the other members are not
  fs::path path;                      // with all links followed
  std::optional<struct stat> status;  // absent: the file does not exist
  bool replaceable = false;           // a regular file whose own path is known
};

int follow_links(Destination& to) {
  for (int links = 0;; ++links) {
    to.descriptor = descriptor_named(to.path);
    if (to.descriptor) {
      return 0;
    }
    struct stat status {};
    if (::lstat(to.path.c_str(), &status) != 0) {
      return errno == ENOENT && !to.path.empty() ? 0 : errno;
    }
    if (!S_ISLNK(status.st_mode)) {
      to.status = status;
      return 0;
    }
    if (links == kMaxLinks) {
      return ELOOP;
    }
    std::error_code error;
    const fs::path target = fs::read_symlink(to.path, error);
    if (error) {
      return error.value();
    }
    to.path = target.is_absolute() ? target : to.path.parent_path() / target;
  }
}

int find(const fs::path& path, Destination& to) {
  to.path = path;
  if (const int error = follow_links(to); error != 0 || to.descriptor) {
    return error;
  }
  // Only the kernel can follow a link in /proc to an open file: its text need not be a path.
  struct stat led_to {};
  const bool exists = ::stat(path.c_str(), &led_to) == 0;
  const bool same = exists && to.status && led_to.st_dev == to.status->st_dev && led_to.st_ino == to.status->st_ino;
  if (exists && !same) {
    to.path = path;
    to.status = led_to;
  }
  to.replaceable = same && S_ISREG(led_to.st_mode);
  return 0;
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

int check(const Destination& to) {
  if (to.descriptor) {
    const int flags = ::fcntl(*to.descriptor, F_GETFL);
    return flags < 0 ? errno : (flags & O_ACCMODE) == O_RDONLY ? EBADF : 0;
  }
  if (!to.status) {
    return ::faccessat(AT_FDCWD, folder_of(to.path).c_str(), W_OK | X_OK, AT_EACCESS) == 0 ? 0 : errno;
  }
  if (S_ISDIR(to.status->st_mode)) {
    return EISDIR;
  }
  if (S_ISSOCK(to.status->st_mode)) {
    return ENXIO;  // as open(2) does
  }
  return ::faccessat(AT_FDCWD, to.path.c_str(), W_OK, AT_EACCESS) == 0 ? 0 : errno;
}

int write_all(int descriptor, std::string_view bytes, std::optional<std::chrono::milliseconds> max_stall) {
  while (!bytes.empty()) {
    const ssize_t written = write_some(descriptor, bytes, max_stall.value_or(kMaxStall));
    if (written < 0) {
      return errno;
    }
    if (written == 0 && max_stall) {
      return ETIMEDOUT;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int sync_and_close(Descriptor& file) {
  const int error = ::fsync(file.get()) == 0 ? 0 : errno;
  return ::close(file.release()) == 0 || error != 0 ? error : errno;
}

/// Makes a name that cannot be predicted, so that no link can be there.
int draft_name(const fs::path& folder, fs::path& name) {
  std::uint64_t bits = 0;
  if (::getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits)) {
    return errno;
  }
  std::string digits;
  for (int i = 0; i < 16; ++i, bits >>= 4U) {
    digits += kHexDigits[bits & 15U];
  }
  name = folder / (".jobrig-" + digits + ".draft");
  return 0;
}

::mode_t kept_mode(const struct stat& status, unsigned mode) {
  const ::mode_t kept = status.st_mode & 07777U;
  return (mode & kOthers) == 0 ? kept & ~kOthers : kept;
}

int give_owner_and_mode(int draft, const struct stat& old, unsigned mode) {
  struct stat made {};
  if (::fstat(draft, &made) != 0) {
    return errno;
  }
  if ((made.st_uid != old.st_uid || made.st_gid != old.st_gid) && ::fchown(draft, old.st_uid, old.st_gid) != 0) {
    return errno;
  }
  return ::fchmod(draft, kept_mode(old, mode)) == 0 ? 0 : errno;
}

/// Opens a new file in the folder of `draft`. It has no name where the file system supports that (O_TMPFILE, open(2)),
/// so that a process that is killed while it writes leaves nothing behind.
Descriptor open_draft(const fs::path& draft, ::mode_t mode, bool& has_name) {
  if (::access("/proc/self/fd", X_OK) == 0) {  // give_name() needs it
    has_name = false;
    Descriptor file(::open(draft.parent_path().c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, mode));
    if (file.open()) {
      return file;
    }
  }
  has_name = true;
  return Descriptor(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
}

/// As linkat(2) tells for O_TMPFILE.
int give_name(int file, const fs::path& draft) {
  const std::string unnamed = "/proc/self/fd/" + std::to_string(file);
  return ::linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, draft.c_str(), AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
}

/// Writes a draft in the same folder, because rename works only within one file system.
int replace(const Destination& to, std::string_view bytes, unsigned mode) {
  fs::path draft;
  if (const int error = draft_name(folder_of(to.path), draft); error != 0) {
    return error;
  }
  bool has_name = true;
  Descriptor file = open_draft(draft, to.status ? 0600 : mode, has_name);
  if (!file.open()) {
    return errno;
  }
  int error = to.status ? give_owner_and_mode(file.get(), *to.status, mode) : 0;
  if (error == 0) {
    error = write_all(file.get(), bytes, std::nullopt);
  }
  if (error == 0 && !has_name) {
    error = ::fsync(file.get()) == 0 ? give_name(file.get(), draft) : errno;
    has_name = error == 0;
  }
  if (const int code = sync_and_close(file); error == 0) {
    error = code;
  }
  if (error == 0 && ::rename(draft.c_str(), to.path.c_str()) != 0) {
    error = errno;
  }
  if (error != 0 && has_name) {
    ::unlink(draft.c_str());
  }
  return error;
}

/// Waits until a process reads, if it is a FIFO.
int open_existing(const Destination& to, int flags, Descriptor& file) {
  const auto give_up = steady_clock::now() + kMaxWaitForReader;
  for (;;) {
    file = Descriptor(::open(to.path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags));
    if (file.open()) {
      return 0;
    }
    const int error = errno;
    if (error == EINTR) {
      continue;
    }
    if (error != ENXIO || !S_ISFIFO(to.status->st_mode) || steady_clock::now() >= give_up) {
      return error;
    }
    std::this_thread::sleep_for(kLook);
  }
}

int write_through(const Destination& to, std::string_view bytes) {
  Descriptor file;
  const int error = open_existing(to, 0, file);
  return error != 0 ? error : write_all(file.get(), bytes, kMaxStall);
}

int write_in_place(const Destination& to, std::string_view bytes, unsigned mode) {
  Descriptor file;
  if (const int error = open_existing(to, 0, file); error != 0) {
    return error;
  }
  const ::mode_t kept = kept_mode(*to.status, mode);
  if (kept != (to.status->st_mode & 07777U) && ::fchmod(file.get(), kept) != 0) {
    return errno;  // a secret must not be written to a file that others can read
  }
  int error = ::ftruncate(file.get(), 0) == 0 ? write_all(file.get(), bytes, std::nullopt) : errno;
  if (const int code = sync_and_close(file); error == 0) {
    error = code;
  }
  return error;
}

int write_regular(const Destination& to, std::string_view bytes, unsigned mode) {
  if (to.replaceable || !to.status) {
    const int error = replace(to, bytes, mode);
    const bool forbidden = error == EACCES || error == EPERM || error == EROFS || error == EBUSY;  // EBUSY: a mount
    if (!forbidden || !to.status) {
      return error;
    }
  }
  return write_in_place(to, bytes, mode);
}

int write_to(const fs::path& path, std::string_view bytes, unsigned mode) {
  Destination to;
  int error = find(path, to);
  if (error == 0) {
    error = check(to);
  }
  if (error != 0) {
    return error;
  }
  if (to.descriptor) {
    return write_all(*to.descriptor, bytes, std::nullopt);
  }
  return to.status && !S_ISREG(to.status->st_mode) ? write_through(to, bytes) : write_regular(to, bytes, mode);
}

std::optional<Error> error_for(const fs::path& path, int error) {
  if (error == 0) {
    return std::nullopt;
  }
  return Error{"cannot write " + path.string() + ": " + std::generic_category().message(error)};
}

}  // namespace

std::optional<int> descriptor_named(const fs::path& path) {
  const std::string text = path.lexically_normal().string();
  if (text == "/dev/stdout" || text == "/dev/stderr") {
    return text == "/dev/stdout" ? STDOUT_FILENO : STDERR_FILENO;
  }
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    int number = -1;
    const char* const end = text.data() + text.size();
    if (text.starts_with(folder)) {
      const auto [stop, problem] = std::from_chars(text.data() + folder.size(), end, number);
      if (problem == std::errc() && stop == end && number >= 0) {
        return number;
      }
    }
  }
  return std::nullopt;
}

std::optional<Error> check_output(const fs::path& path) {
  Destination to;
  const int error = find(path, to);
  return error_for(path, error != 0 ? error : check(to));
}

std::optional<Error> write_output(const fs::path& path, std::string_view bytes, unsigned mode) {
  return error_for(path, write_to(path, bytes, mode));
}

}  // namespace jobrig::base
