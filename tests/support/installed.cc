#include "support/installed.h"

#include <cstdlib>
#include <filesystem>

#include "support/catch.h"

namespace jobrig::test {

bool is_installed(const std::string& program, const std::string& group) {
  if (std::filesystem::exists(program)) {
    return true;
  }
  INFO("ci/setup " << group << " installs " << program);
  REQUIRE(std::getenv("CI") == nullptr);
  WARN(program << " is not installed: ci/setup " << group << " installs it");
  return false;
}

}  // namespace jobrig::test
