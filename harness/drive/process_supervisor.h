// Process supervisor: starts client programs and ends each with all of its descendants, including processes that left
// the session or were forked twice. It does not judge clients.
//
// A process tree is a program that was started here and its descendants. Only processes that provably belong to a tree
// are ended: those in the session or group of its first process, those that inherited the environment variable of the
// tree, and the descendants of both. A process that is older than the client never belongs to its tree.
//
// This process is the subreaper of all of them (PR_SET_CHILD_SUBREAPER, prctl(2)), which makes an orphan our child. An
// orphan without these proofs belongs to a client if this process had no children at the start and is not process 1, to
// which other orphans come.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "drive/client_guard.h"
#include "drive/process_table.h"
#include "drive/spawn.h"

namespace jobrig::drive {

/// One instance for the whole program. Thread-safe. Start all child processes through it: other children may count as
/// orphans of a client.
class ProcessSupervisor {
 public:
  /// Forks. `caller` is what clients inherit.
  explicit ProcessSupervisor(const CallerState& caller = caller_state());
  ProcessSupervisor(const ProcessSupervisor&) = delete;
  ProcessSupervisor& operator=(const ProcessSupervisor&) = delete;

  struct ProcessTree {
    Spawned leader;
    std::string tag;            // the value of kTreeVariable in its processes
    std::uint64_t started = 0;  // ProcessRow::started of the leader; nothing older belongs to the tree
  };
  /// Starts a program as the leader of a new tree.
  base::Result<ProcessTree> start(SpawnOptions options);

  /// The result of ending a tree.
  struct End {
    int exit_code = -1;           // of the leader; 128 + N when signal N ended it
    bool signalled = false;       // a signal ended the leader
    std::size_t left_behind = 0;  // processes other than the leader that were still running
    bool complete = true;         // false: some processes were still running after kKillTimeout
  };
  /// How long end() waits for processes after SIGKILL.
  static constexpr std::chrono::seconds kKillTimeout{10};
  /// Kills the rest of the tree with SIGKILL, including the leader, and reaps it. Call it once.
  End end(const ProcessTree& tree);

 private:
  /// kEnded: the processes that provably belong to the tree have ended; the leader is not reaped yet.
  enum class Leader : std::uint8_t { kRunning, kEnded };

  bool end_remaining(const ProcessTree& tree, base::Monotonic deadline, std::set<pid_t>& seen);
  [[nodiscard]] bool is_only_running(const ProcessTree& tree) const;
  [[nodiscard]] std::vector<ProcessRow> remaining_processes(const ProcessTree& tree);
  [[nodiscard]] bool belongs_to(const ProcessRow& row, const ProcessTree& tree) const;

  const CallerState caller_;
  const std::string mark_;   // the prefix of every tag; random
  const bool only_clients_;  // every orphan that becomes our child belongs to a client
  ClientGuard guard_;
  std::mutex mutex_;           // held while a program starts, so that remaining_processes() never sees an unknown child
  std::uint64_t started_ = 0;  // guarded by mutex_
  std::map<pid_t, Leader> leaders_;  // guarded by mutex_: the leaders of the trees
};

}  // namespace jobrig::drive
