// Installed: programs that a few tests need and that not every machine has. In CI they must be there. It installs
// nothing (ci/setup does).
#pragma once

#include <string>

namespace jobrig::test {

/// True if the program (a path) is there. Otherwise warns that ci/setup installs it with this group; with $CI set,
/// fails the test.
bool is_installed(const std::string& program, const std::string& group);

}  // namespace jobrig::test
