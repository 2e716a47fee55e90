#include "base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace jobrig::base {
namespace {

Error failure(std::string_view what, const std::filesystem::path& path, int code) {
  return {"cannot " + std::string(what) + " " + path.string() + ": " + std::generic_category().message(code)};
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
  return true;
}

}  // namespace

std::optional<Error> write_atomically(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
  // In the folder of the target, because rename works only within one file system. The process id separates concurrent
  // writers.
  const std::filesystem::path draft = path.string() + "." + std::to_string(::getpid()) + ".draft";
  const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (descriptor < 0) {
    return failure("write", path, errno);
  }
  int code = 0;
  if (!write_all(descriptor, bytes) || ::fsync(descriptor) != 0) {
    code = errno;
  }
  if (::close(descriptor) != 0 && code == 0) {
    code = errno;
  }
  if (code == 0 && ::rename(draft.c_str(), path.c_str()) != 0) {
    code = errno;
  }
  if (code != 0) {
    ::unlink(draft.c_str());
    return failure("write", path, code);
  }
  return std::nullopt;
}

}  // namespace jobrig::base
