#include "conform/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace jobrig::conform {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "jobrig-run-";
constexpr const char* kMarker =
    ".jobrig-run";  // only a run writes this file: a folder of keys without it is the user's
constexpr ::mode_t kPrivateFolder = 0700;

base::Descriptor open_folder(const fs::path& path) {
  return base::Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

/// What a run writes: keys, certificates and drafts of them.
bool is_of_a_run(const fs::path& file) {
  const fs::path extension = file.extension();
  return extension == ".pem" || extension == ".key" || extension == ".draft";
}

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::error_code ignored;  // what cannot be read is left alone
  std::vector<fs::path> entries;
  for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored)) {
    entries.push_back(at->path());
  }
  return entries;
}

/// A folder is one that a killed run left if it has our owner, mode and marker, and no process holds its lock. Files
/// that no run writes stay, and the folder with them. An empty folder needs no marker: the run was killed before it
/// wrote it.
void remove_if_left(const fs::path& path) {
  const base::Descriptor folder = open_folder(path);
  struct stat status {};
  if (!folder.open() || ::fstat(folder.get(), &status) != 0 || status.st_uid != ::geteuid() ||
      (status.st_mode & 07777U) != kPrivateFolder || ::flock(folder.get(), LOCK_EX | LOCK_NB) != 0) {
    return;
  }
  if (::faccessat(folder.get(), kMarker, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
    for (const fs::path& entry : entries_of(path)) {
      if (is_of_a_run(entry)) {
        ::unlinkat(folder.get(), entry.filename().c_str(), 0);
      }
    }
    ::unlinkat(folder.get(), kMarker, 0);
  }
  ::rmdir(path.c_str());
}

}  // namespace

RunFolder::RunFolder(const fs::path& parent) {
  for (const fs::path& entry : entries_of(parent)) {
    if (entry.filename().string().starts_with(kPrefix)) {
      remove_if_left(entry);
    }
  }
  do {
    make(parent);
  } while (!lock());
}

RunFolder::~RunFolder() {
  std::error_code ignored;  // there is nowhere to report it
  fs::remove_all(path_, ignored);
}

void RunFolder::make(const fs::path& parent) {
  std::string name = (parent / (std::string(kPrefix) + "XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make a folder " + name);
  }
  path_ = name;
}

/// Returns false if another run found the folder before it was locked, and removed it.
bool RunFolder::lock() {
  locked_ = open_folder(path_);
  if (locked_.open()) {
    while (::flock(locked_.get(), LOCK_EX) != 0 && errno == EINTR) {
    }  // a file system without locks has none for other runs either
    const base::Descriptor marker(::openat(locked_.get(), kMarker, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (marker.open()) {
      return true;  // no file can be made in a removed folder
    }
  }
  if (errno != ENOENT) {
    throw std::system_error(errno, std::generic_category(), "cannot open the folder " + path_.string());
  }
  return false;
}

}  // namespace jobrig::conform
