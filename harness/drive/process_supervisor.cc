#include "drive/process_supervisor.h"

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

/// Reaps the child. Nothing when it is still running or is not our child.
std::optional<int> reap(pid_t id) {
  int status = 0;
  return ::waitpid(id, &status, WNOHANG) == id ? std::optional(status) : std::nullopt;
}

/// Waits for the end of any process, our child or not.
void wait_for_end_of(pid_t id, base::Monotonic deadline) {
  const Descriptor descriptor(static_cast<int>(::syscall(SYS_pidfd_open, id, 0)));
  if (descriptor.open()) {
    std::array<pollfd, 1> watched{pollfd{descriptor.get(), POLLIN, 0}};
    wait_until(watched, deadline);
  }
}

}  // namespace

ProcessSupervisor::ProcessSupervisor() { ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

base::Result<ProcessSupervisor::ProcessTree> ProcessSupervisor::start(SpawnOptions options) {
  const std::lock_guard lock(mutex_);
  ProcessTree tree;
  tree.tag = std::to_string(::getpid()) + "." + std::to_string(++started_);
  options.environment.push_back(std::string(kTreeVariable) + "=" + tree.tag);
  auto spawned = spawn(options);
  if (!spawned) {
    return spawned.error();
  }
  tree.leader = std::move(*spawned);
  leaders_.emplace(tree.leader.id, tree.tag);
  return tree;
}

ProcessSupervisor::End ProcessSupervisor::end(const ProcessTree& tree) {
  const base::Monotonic deadline = monotonic_now() + kKillTimeout;
  End end;
  std::set<pid_t> seen;
  for (;;) {
    const std::vector<ProcessRow> rest = remaining_processes(tree);
    for (const ProcessRow& row : rest) {
      ::kill(row.id, SIGKILL);
    }
    for (const ProcessRow& row : rest) {
      wait_for_end_of(row.id, deadline);
      const auto status = reap(row.id);
      if (row.id == tree.leader.id) {
        if (status) {
          end.signalled = WIFSIGNALED(*status);
          end.exit_code = end.signalled ? 128 + WTERMSIG(*status) : WEXITSTATUS(*status);
        }
      } else if (row.state != 'Z') {
        seen.insert(row.id);
      }
    }
    // Children of a process that has ended are now our children. Repeat until none is left.
    end.complete = rest.empty();
    if (end.complete || monotonic_now() >= deadline) {
      break;
    }
  }
  end.left_behind = seen.size();
  const std::lock_guard lock(mutex_);
  leaders_.erase(tree.leader.id);
  return end;
}

/// The processes of the tree that are still in the process table, and our children that belong to no tree.
std::vector<ProcessRow> ProcessSupervisor::remaining_processes(const ProcessTree& tree) {
  const std::lock_guard lock(mutex_);
  const pid_t self = ::getpid();
  std::vector<ProcessRow> found;
  for (const ProcessRow& row : process_table()) {
    const bool of_group = row.id == tree.leader.id || row.group == tree.leader.id;
    const bool adopted = row.parent == self && !leaders_.contains(row.id) && !belongs_to_another(row, tree);
    // A zombie that is not our child is reaped by its parent; when the parent ends, it becomes our child.
    if ((of_group && (row.state != 'Z' || row.parent == self)) || adopted) {
      found.push_back(row);
    }
  }
  return found;
}

/// mutex_ is held. The environment of a zombie cannot be read.
bool ProcessSupervisor::belongs_to_another(const ProcessRow& row, const ProcessTree& tree) const {
  const auto tag = initial_environment_value(row.id, kTreeVariable);
  return std::any_of(leaders_.begin(), leaders_.end(), [&](const auto& leader) {
    const auto& [id, its_tag] = leader;
    return id != tree.leader.id && (tag ? *tag == its_tag : row.group == id || row.session == id);
  });
}

}  // namespace jobrig::drive
