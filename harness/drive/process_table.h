// Process table: the processes of this machine as /proc (proc(5)) shows them. It ends none. The table is a snapshot:
// processes start and end while it is read.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::drive {

struct ProcessRow {
  pid_t id = -1;
  char state = '?';  // Z: a zombie, ended but not reaped yet
  pid_t parent = -1;
  pid_t group = -1;
  pid_t session = -1;
};

/// The content of a file below /proc; empty when it cannot be read, or when its process ends meanwhile.
std::string read_proc_file(const std::string& path);

/// All processes that can be seen.
std::vector<ProcessRow> process_table();

/// The value of a variable in the environment that a process was started with; nothing when it is not set or cannot be
/// read.
std::optional<std::string> initial_environment_value(pid_t id, std::string_view variable);

}  // namespace jobrig::drive
