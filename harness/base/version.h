// Version: the version from the project() line of CMakeLists.txt, and the commit. The libraries do not know the commit:
// otherwise each commit would link every test program again.
#pragma once

#include <string_view>

namespace jobrig::base {

/// For example `0.2.0`.
std::string_view version();

/// For example `ef6d190d0c5a`, `ef6d190d0c5a-dirty` if files differ from it, empty if it is not known. Defined only in
/// the program, by the file that commit.cmake writes.
std::string_view commit();

}  // namespace jobrig::base
