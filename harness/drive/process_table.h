// Process table: the processes of this machine as /proc (proc(5)) shows them. It ends no process. The table is a
// snapshot: processes start and end while it is read.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drive/descriptor.h"

namespace jobrig::drive {

struct ProcessRow {
  pid_t id = -1;
  char state = '?';  // Z: zombie, ended but not reaped yet
  pid_t parent = -1;
  pid_t group = -1;
  pid_t session = -1;
  std::uint64_t started = 0;  // in clock ticks since the machine's start
};

/// The content of a file below /proc. Empty when the file cannot be read or its process ends meanwhile.
std::string read_proc_file(const std::string& path);

/// A descriptor (pidfd_open(2)) that always refers to the same process and is readable once it has ended. Not open,
/// with errno set, when there is no such process.
Descriptor process_descriptor(pid_t id);

/// The row of one process; nothing when there is none.
std::optional<ProcessRow> process_row(pid_t id);

/// All processes that can be seen.
std::vector<ProcessRow> process_table();

/// The value of a variable in the initial environment of a process. Nothing when it is not set or cannot be read.
std::optional<std::string> initial_environment_value(pid_t id, std::string_view variable);

}  // namespace jobrig::drive
