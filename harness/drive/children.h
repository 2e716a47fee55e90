// Children: who of the processes on this machine is there because of us, so that nothing outlives a client that was
// ended: not its group, not what left the group (setsid), not what forked twice. It judges nobody.
//
// A family is a program that was started here with all that came of it. This process becomes the reaper of all its
// descendants (PR_SET_CHILD_SUBREAPER), so that whoever loses its parent becomes our child; an environment variable
// that is inherited tells whose it was.
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

/// One for the whole process. Thread-safe. A child of ours that belongs to no family alive is taken for one that was
/// left behind, and ended: start no processes beside it.
class Children {
 public:
  Children();
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  struct Family {
    Spawned leader;
    std::string mark;  // the value of kFamilyVariable in its processes
  };
  /// Starts a program as the leader of a new family.
  base::Result<Family> start(SpawnOrder order);

  /// How a family ended.
  struct End {
    int exit_code = -1;           // of the leader, 128 + N when signal N ended it
    bool signalled = false;       // a signal ended the leader
    std::size_t left_behind = 0;  // processes beside the leader that were still there
    bool whole = true;            // false: some would not go within kPatience
  };
  /// The most that is waited for processes that were told SIGKILL.
  static constexpr std::chrono::seconds kPatience{10};
  /// Ends whatever is still there of the family, leader included, by SIGKILL, and reaps all of it. Call it once.
  End end(const Family& family);

 private:
  static constexpr std::string_view kFamilyVariable = "JOBRIG_FAMILY";

  [[nodiscard]] std::vector<ProcessRow> remainder(const Family& family);
  [[nodiscard]] bool belongs_to_another(const ProcessRow& row, const Family& family) const;

  std::mutex mutex_;  // held over a start, so that no look at the table sees a child that is not in leaders_ yet
  std::uint64_t started_ = 0;             // guarded by mutex_
  std::map<pid_t, std::string> leaders_;  // guarded by mutex_: of the families alive, with their marks
};

}  // namespace jobrig::drive
