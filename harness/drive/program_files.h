// Program files: finds the file that a command line starts, and says why it cannot be started. It starts nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace jobrig::drive {

/// The files that a program's name may mean: itself, or one in each folder of PATH (POSIX, execvp).
std::vector<std::string> program_files(const std::string& program);

/// Why the program cannot be started, with the nearest name: `cannot start "./clinet": No such file or directory; did
/// you mean "./client"?`. Nothing: it probably can.
std::optional<std::string> start_problem(const std::string& program);

}  // namespace jobrig::drive
