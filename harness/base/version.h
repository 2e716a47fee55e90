// Version: the version of the program, from the project() line of CMakeLists.txt. It does not know the commit.
#pragma once

#include <string_view>

namespace jobrig::base {

/// For example `0.1.0`.
std::string_view version();

}  // namespace jobrig::base
