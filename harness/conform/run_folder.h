// Run folder: a private temporary folder for files that a run passes to clients. It is removed with its contents. If
// the process is killed, the next run removes it.
#pragma once

#include <filesystem>

#include "base/descriptor.h"

namespace jobrig::conform {

class RunFolder {
 public:
  /// Created in `parent`, mode 0700, after the folders that killed runs of this user left there are removed. Throws
  /// std::system_error on failure.
  explicit RunFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  void make(const std::filesystem::path& parent);
  [[nodiscard]] bool lock();

  std::filesystem::path path_;
  base::Descriptor locked_;  // the folder; the lock shows other runs that it is in use
};

}  // namespace jobrig::conform
