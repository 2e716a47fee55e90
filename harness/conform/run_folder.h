// Run folder: a private folder for what a run has to hand to clients as files, gone with all that is in it when the run
// is over.
#pragma once

#include <filesystem>

namespace jobrig::conform {

class RunFolder {
 public:
  /// Made below the system's folder for temporary files, mode 700. Throws std::system_error when it cannot be.
  RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace jobrig::conform
