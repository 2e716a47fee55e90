// One httplib: finds a second copy of cpp-httplib in the test program. It loads and changes nothing.
#pragma once

#include <optional>
#include <string>

namespace jobrig::rig {

/// A sentence if the program defines functions of cpp-httplib that the shared library defines too. The linker then
/// uses those of the program in both, also for objects of another layout.
std::optional<std::string> second_httplib();

}  // namespace jobrig::rig
