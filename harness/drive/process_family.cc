#include "drive/process_family.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <set>

#include "drive/descriptor.h"

namespace jobrig::drive {

std::vector<ProcessRow> with_descendants(const std::vector<ProcessRow>& table,
                                         const std::function<bool(const ProcessRow&)>& proven) {
  std::vector<ProcessRow> family;
  std::vector<ProcessRow> others;
  std::set<pid_t> members;
  for (const ProcessRow& row : table) {
    if (proven(row)) {
      members.insert(row.id);
      family.push_back(row);
    } else {
      others.push_back(row);
    }
  }
  for (std::size_t before = others.size() + 1; before != others.size();) {
    before = others.size();
    std::erase_if(others, [&](const ProcessRow& row) {
      if (members.contains(row.parent)) {
        members.insert(row.id);
        family.push_back(row);
        return true;
      }
      return false;
    });
  }
  return family;
}

void kill_process(const ProcessRow& row) {
  // The descriptor always refers to the same process. The start time says whether it is the one in the row.
  const Descriptor process = process_descriptor(row.id);
  const auto now = process.open() ? process_row(row.id) : std::nullopt;
  if (now && now->started == row.started) {
    ::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0);
  }
}

}  // namespace jobrig::drive
