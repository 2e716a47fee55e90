// Process supervisor: starts client programs and ends each with all of its descendants, including processes that left
// the session or were forked twice. It does not judge clients.
//
// A process tree is a program that was started here and its descendants. Only what provably belongs to a tree is ended:
// a process in the session or group of its first process, one that inherited the tree's environment variable, and the
// descendants of these. This process is the subreaper of them all (PR_SET_CHILD_SUBREAPER, prctl(2)), so an orphan
// becomes our child; an orphan without these proofs can only be a client's when we had no children at the start and are
// not the first process of the machine or container.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "drive/client_guard.h"
#include "drive/process_table.h"
#include "drive/spawn.h"

namespace jobrig::drive {

/// One for the whole program. Thread-safe. Start all child processes through it: another child of ours without children
/// before counts as a client's orphan.
class ProcessSupervisor {
 public:
  /// Make it before other threads: it forks. `caller` is what clients inherit.
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
  [[nodiscard]] std::vector<ProcessRow> remaining_processes(const ProcessTree& tree);
  [[nodiscard]] bool belongs_to(const ProcessRow& row, const ProcessTree& tree) const;

  const CallerState caller_;
  const std::string mark_;  // begins every tag; no other program has it
  bool only_clients_;       // every orphan that becomes our child is a client's
  ClientGuard guard_;
  std::mutex mutex_;           // held while a program starts, so that remaining_processes() never sees an unknown child
  std::uint64_t started_ = 0;  // guarded by mutex_
  std::map<pid_t, std::string> leaders_;  // guarded by mutex_: the leaders of the running trees, with their tags
};

}  // namespace jobrig::drive
