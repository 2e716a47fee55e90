// Process supervisor: starts client programs and ends each with all of its descendants, including processes that left
// the process group (setsid) or were forked twice. It does not judge clients.
//
// A process tree is a program that was started here and its descendants. This process is the subreaper of all of them
// (PR_SET_CHILD_SUBREAPER, prctl(2)), which makes an orphan our child. An inherited environment variable identifies the
// tree of a process.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drive/process_table.h"
#include "drive/spawn.h"

namespace jobrig::drive {

/// One instance for the whole program. Thread-safe. Start all child processes through it: a child that belongs to no
/// running tree counts as left behind and is ended.
class ProcessSupervisor {
 public:
  ProcessSupervisor();
  ProcessSupervisor(const ProcessSupervisor&) = delete;
  ProcessSupervisor& operator=(const ProcessSupervisor&) = delete;

  struct ProcessTree {
    Spawned leader;
    std::string tag;  // the value of kTreeVariable in its processes
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
  static constexpr std::string_view kTreeVariable = "JOBRIG_PROCESS_TREE";

  [[nodiscard]] std::vector<ProcessRow> remaining_processes(const ProcessTree& tree);
  [[nodiscard]] bool belongs_to_another(const ProcessRow& row, const ProcessTree& tree) const;

  std::mutex mutex_;           // held while a program starts: remaining_processes() must not see an unknown child
  std::uint64_t started_ = 0;  // guarded by mutex_
  std::map<pid_t, std::string> leaders_;  // guarded by mutex_: the leaders of the running trees, with their tags
};

}  // namespace jobrig::drive
