#include "conform/run_folder.h"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace jobrig::conform {

RunFolder::RunFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "jobrig-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make a folder " + name);
  }
  path_ = name;
}

RunFolder::~RunFolder() {
  std::error_code ignored;  // there is nowhere to report it
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace jobrig::conform
