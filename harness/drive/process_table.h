// Process table: what /proc says of the processes of this machine, as far as the ending of families needs it. It ends
// nothing. Processes come and go while it is read: what it says is true of a moment that is over.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::drive {

struct ProcessRow {
  pid_t id = -1;
  char state = '?';  // Z: it has ended and its parent has not asked yet
  pid_t parent = -1;
  pid_t group = -1;
  pid_t session = -1;
};

/// What is in a file of /proc; empty when it cannot be read, also when its process ends between opening and reading.
std::string content_of(const std::string& path);

/// All processes that can be seen.
std::vector<ProcessRow> process_table();

/// The value of a variable in the environment that a process was started with; nothing when it has none or may not be
/// looked at.
std::optional<std::string> started_with(pid_t id, std::string_view variable);

}  // namespace jobrig::drive
