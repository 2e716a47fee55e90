// Spawn: starts one program without a shell, in its own session, with exactly the given environment and the descriptors
// 0, 1 and 2. It does not wait for the program or end it (process_supervisor.h and process.h do).
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <atomic>
#include <csignal>
#include <string>
#include <vector>

#include "base/result.h"
#include "drive/descriptor.h"

namespace jobrig::drive {

/// What jobrig changes for itself. Clients get it as the user set it.
struct CallerState {
  sigset_t blocked{};    // signals
  rlimit descriptors{};  // RLIMIT_NOFILE
};

/// The state of the calling thread. Call it before signals are blocked and the limit is raised.
CallerState caller_state();

struct SpawnOptions {
  std::vector<std::string> words;        // the program (looked up in PATH if it has no slash) and its arguments
  std::vector<std::string> environment;  // NAME=value, the complete environment
  bool input = false;                    // true: stdin is a pipe from us; false: /dev/null
};

/// The started program. We own all descriptors; they are close-on-exec and non-blocking.
struct Spawned {
  pid_t id = -1;     // of the leader, which is the id of its group and session, too
  Descriptor ended;  // readable when the leader has ended
  Descriptor in;     // to stdin; not open without SpawnOptions::input
  Descriptor out;
  Descriptor err;
};

/// The child starts with default signal dispositions and with the caller's mask and limit. It is killed when the thread
/// that started it ends (PR_SET_PDEATHSIG, prctl(2)). The error says which program could not be started and why.
/// `leader`, if not null, gets its id before it executes the program; also when it cannot.
base::Result<Spawned> spawn(const SpawnOptions& options, const CallerState& caller, std::atomic<pid_t>* leader);

}  // namespace jobrig::drive
