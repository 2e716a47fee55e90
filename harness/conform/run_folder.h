// Run folder: a private temporary folder for files that a run passes to clients. It is removed with its contents.
#pragma once

#include <filesystem>

namespace jobrig::conform {

class RunFolder {
 public:
  /// Created in the system's folder for temporary files, mode 0700. Throws std::system_error on failure.
  RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace jobrig::conform
