// Spawn: starts one program without a shell, in its own process group, with exactly the given environment and the
// descriptors 0, 1 and 2. It does not wait for the program or end it (process_supervisor.h and process.h do).
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "drive/descriptor.h"

namespace jobrig::drive {

struct SpawnOptions {
  std::vector<std::string> words;        // the program (looked up in PATH when it has no slash) and its arguments
  std::vector<std::string> environment;  // NAME=value, the whole of it
  bool input = false;                    // true: its stdin is a pipe of ours; else /dev/null
};

/// What was started. All descriptors are ours, close-on-exec and non-blocking.
struct Spawned {
  pid_t id = -1;     // of the leader, which is the group's id too
  Descriptor ended;  // readable when the leader has ended
  Descriptor in;     // to its stdin; not open without SpawnOptions::input
  Descriptor out;
  Descriptor err;
};

/// The child starts with default signal dispositions and no blocked signals. The error says which program could not be
/// started and why. Safe in a multithreaded program: only glibc's posix_spawn runs between fork and exec.
base::Result<Spawned> spawn(const SpawnOptions& options);

}  // namespace jobrig::drive
