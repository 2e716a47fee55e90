// Spawn: starts one program without a shell, in its own process group, with exactly the given environment and the
// descriptors 0, 1 and 2. It does not wait for the program or end it (see process_supervisor.h and process.h).
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "drive/descriptor.h"

namespace jobrig::drive {

struct SpawnOptions {
  std::vector<std::string> words;        // the program (looked up in PATH if it has no slash) and its arguments
  std::vector<std::string> environment;  // NAME=value, the complete environment
  bool input = false;                    // true: stdin is a pipe from us; false: /dev/null
};

/// The started program. We own all descriptors; they are close-on-exec and non-blocking.
struct Spawned {
  pid_t id = -1;     // of the leader, and of the process group
  Descriptor ended;  // readable when the leader has ended
  Descriptor in;     // to stdin; not open without SpawnOptions::input
  Descriptor out;
  Descriptor err;
};

/// The child starts with default signal dispositions and no blocked signals. The error names the program that could not
/// be started and the reason. Safe in a multithreaded program: only glibc's posix_spawn runs between fork and exec.
base::Result<Spawned> spawn(const SpawnOptions& options);

}  // namespace jobrig::drive
