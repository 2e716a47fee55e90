// Spawn: starts one program: in a process group of its own, by its words without a shell, with exactly the environment
// given and no descriptor but 0, 1 and 2. It does not wait for it, and it does not end it (children.h and process.h
// do).
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "drive/descriptor.h"

namespace jobrig::drive {

struct SpawnOrder {
  std::vector<std::string> words;        // the program (looked up in PATH when it has no slash) and its arguments
  std::vector<std::string> environment;  // NAME=value, the whole of it
  bool input = false;                    // true: its stdin is a pipe of ours; else /dev/null
};

/// What was started. All descriptors are ours, close-on-exec and non-blocking.
struct Spawned {
  pid_t id = -1;     // of the leader, which is the group's id too
  Descriptor ended;  // readable when the leader has ended
  Descriptor in;     // to its stdin; not open without SpawnOrder::input
  Descriptor out;
  Descriptor err;
};

/// Signals are unblocked in the child and as they are by default. The error says which program could not be
/// started and why. Safe beside other threads: between the fork and the program's begin only glibc's posix_spawn runs.
base::Result<Spawned> spawn(const SpawnOrder& order);

}  // namespace jobrig::drive
