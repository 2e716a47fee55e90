#include "drive/children.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <set>
#include <utility>

#include "drive/waiting.h"

namespace jobrig::drive {
namespace {

/// Takes the ended child out of the process table; nothing when it is no child of ours or goes on.
std::optional<int> reap(pid_t id) {
  int status = 0;
  return ::waitpid(id, &status, WNOHANG) == id ? std::optional(status) : std::nullopt;
}

/// Waits for the end of a process, ours or not.
void wait_for_end_of(pid_t id, base::Monotonic deadline) {
  const Descriptor descriptor(static_cast<int>(::syscall(SYS_pidfd_open, id, 0)));
  if (descriptor.open()) {
    std::array<pollfd, 1> watched{pollfd{descriptor.get(), POLLIN, 0}};
    wait_until(watched, deadline);
  }
}

}  // namespace

Children::Children() { ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

base::Result<Children::Family> Children::start(SpawnOrder order) {
  const std::lock_guard lock(mutex_);
  Family family;
  family.mark = std::to_string(::getpid()) + "." + std::to_string(++started_);
  order.environment.push_back(std::string(kFamilyVariable) + "=" + family.mark);
  auto spawned = spawn(order);
  if (!spawned) {
    return spawned.error();
  }
  family.leader = std::move(*spawned);
  leaders_.emplace(family.leader.id, family.mark);
  return family;
}

Children::End Children::end(const Family& family) {
  const base::Monotonic deadline = monotonic_now() + kPatience;
  End end;
  std::set<pid_t> seen;
  for (;;) {
    const std::vector<ProcessRow> rest = remainder(family);
    for (const ProcessRow& row : rest) {
      ::kill(row.id, SIGKILL);
    }
    for (const ProcessRow& row : rest) {
      wait_for_end_of(row.id, deadline);
      const auto status = reap(row.id);
      if (row.id == family.leader.id) {
        if (status) {
          end.signalled = WIFSIGNALED(*status);
          end.exit_code = end.signalled ? 128 + WTERMSIG(*status) : WEXITSTATUS(*status);
        }
      } else if (row.state != 'Z') {
        seen.insert(row.id);
      }
    }
    // Who was a child of one that is gone now has become a child of ours: look again until nobody is there.
    end.whole = rest.empty();
    if (end.whole || monotonic_now() >= deadline) {
      break;
    }
  }
  end.left_behind = seen.size();
  const std::lock_guard lock(mutex_);
  leaders_.erase(family.leader.id);
  return end;
}

/// The processes of the family that are still in the table, and children of ours that are nobody's.
std::vector<ProcessRow> Children::remainder(const Family& family) {
  const std::lock_guard lock(mutex_);
  const pid_t self = ::getpid();
  std::vector<ProcessRow> found;
  for (const ProcessRow& row : process_table()) {
    const bool of_group = row.id == family.leader.id || row.group == family.leader.id;
    const bool adopted = row.parent == self && !leaders_.contains(row.id) && !belongs_to_another(row, family);
    // An ended one that is no child of ours is its parent's to reap; when the parent goes, it becomes ours.
    if ((of_group && (row.state != 'Z' || row.parent == self)) || adopted) {
      found.push_back(row);
    }
  }
  return found;
}

/// mutex_ is held. Of one that has ended the environment cannot be seen any more.
bool Children::belongs_to_another(const ProcessRow& row, const Family& family) const {
  const auto mark = started_with(row.id, kFamilyVariable);
  return std::any_of(leaders_.begin(), leaders_.end(), [&](const auto& leader) {
    const auto& [id, its_mark] = leader;
    return id != family.leader.id && (mark ? *mark == its_mark : row.group == id || row.session == id);
  });
}

}  // namespace jobrig::drive
