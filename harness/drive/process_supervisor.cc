#include "drive/process_supervisor.h"

#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <new>
#include <optional>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "drive/environment.h"
#include "drive/process_family.h"
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
  const Descriptor descriptor = process_descriptor(id);
  if (descriptor.open()) {
    std::array<pollfd, 1> watched{pollfd{descriptor.get(), POLLIN, 0}};
    wait_until(watched, deadline);
  }
}

/// Random: process ids are used again, and processes of an earlier run may still exist.
std::string make_mark() {
  std::array<char, 16> bytes{};
  [[maybe_unused]] const ssize_t count = ::getrandom(bytes.data(), bytes.size(), 0);  // so few are never refused
  std::string mark;
  for (const char byte : bytes) {
    base::append_hex(mark, byte);
  }
  return mark + ".";
}

/// Whether this process was started with children, as by `sh -c 'server & exec jobrig …'`.
bool has_children() {
  const std::vector<ProcessRow> table = process_table();
  return std::any_of(table.begin(), table.end(),
                     [self = ::getpid()](const ProcessRow& row) { return row.parent == self && row.state != 'Z'; });
}

}  // namespace

ProcessSupervisor::ProcessSupervisor(const CallerState& caller)
    : caller_(caller), mark_(make_mark()), only_clients_(::getpid() != 1 && !has_children()), guard_(mark_) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

base::Result<ProcessSupervisor::ProcessTree> ProcessSupervisor::start(SpawnOptions options) {
  const std::lock_guard lock(mutex_);
  ProcessTree tree;
  tree.tag = mark_ + std::to_string(++started_);
  set_variable(options.environment, std::string(kTreeVariable), tree.tag);
  std::atomic<pid_t>* const place = guard_.free_place();
  auto spawned = spawn(options, caller_, place);
  if (!spawned) {
    if (place != nullptr) {
      *place = 0;
    }
    return spawned.error();
  }
  try {
    const auto row = process_row(spawned->id);
    tree.started = row ? row->started : 0;
    leaders_.emplace(spawned->id, Leader::kRunning);
  } catch (const std::bad_alloc&) {
    ::kill(-spawned->id, SIGKILL);
    guard_.remove(spawned->id);
    ::waitpid(spawned->id, nullptr, 0);
    throw;
  }
  tree.leader = std::move(*spawned);
  return tree;
}

ProcessSupervisor::End ProcessSupervisor::end(const ProcessTree& tree) {
  const base::Monotonic deadline = monotonic_now() + kKillTimeout;
  End end;
  std::set<pid_t> seen;
  end.complete = end_remaining(tree, deadline, seen);
  bool is_last = false;
  {
    const std::lock_guard lock(mutex_);
    leaders_[tree.leader.id] = Leader::kEnded;
    is_last = is_only_running(tree);
  }
  // While several trees end at the same time, each leaves alone what could belong to another one.
  if (is_last) {
    end.complete = end_remaining(tree, deadline, seen) && end.complete;
  }
  end.left_behind = seen.size();
  const std::lock_guard lock(mutex_);
  guard_.remove(tree.leader.id);
  leaders_.erase(tree.leader.id);
  // The leader is reaped last. Until then its id, which is also the id of the group and the session, is not used again.
  if (const auto status = reap(tree.leader.id)) {
    end.signalled = WIFSIGNALED(*status);
    end.exit_code = end.signalled ? 128 + WTERMSIG(*status) : WEXITSTATUS(*status);
  }
  return end;
}

/// Kills until none is left. Adds those that were still running to `seen`. Returns false if the deadline came first.
bool ProcessSupervisor::end_remaining(const ProcessTree& tree, base::Monotonic deadline, std::set<pid_t>& seen) {
  for (;;) {
    const std::vector<ProcessRow> rest = remaining_processes(tree);
    std::for_each(rest.begin(), rest.end(), kill_process);
    for (const ProcessRow& row : rest) {
      wait_for_end_of(row.id, deadline);
      if (row.id != tree.leader.id) {
        reap(row.id);
        if (row.state != 'Z') {
          seen.insert(row.id);
        }
      }
    }
    // Children of a process that has ended are now our children. Repeat until none is left.
    if (rest.empty() || monotonic_now() >= deadline) {
      return rest.empty();
    }
  }
}

/// The processes of the tree that are left, the leader only while it runs; and zombies, which only we can reap.
std::vector<ProcessRow> ProcessSupervisor::remaining_processes(const ProcessTree& tree) {
  const std::lock_guard lock(mutex_);
  const pid_t self = ::getpid();
  std::vector<ProcessRow> table = process_table();
  std::erase_if(table, [&](const ProcessRow& row) { return row.id == self || row.id == guard_.id(); });
  std::vector<ProcessRow> found = with_descendants(table, [&](const ProcessRow& row) { return belongs_to(row, tree); });
  // A zombie that is not our child is reaped by its parent; when the parent ends, it becomes our child.
  std::erase_if(found, [&](const ProcessRow& row) {
    return row.state == 'Z' && (row.parent != self || row.id == tree.leader.id);
  });
  return found;
}

/// mutex_ is held.
bool ProcessSupervisor::is_only_running(const ProcessTree& tree) const {
  return std::all_of(leaders_.begin(), leaders_.end(),
                     [&tree](const auto& one) { return one.first == tree.leader.id || one.second == Leader::kEnded; });
}

/// mutex_ is held. Not by descent.
bool ProcessSupervisor::belongs_to(const ProcessRow& row, const ProcessTree& tree) const {
  if (row.id == tree.leader.id || row.group == tree.leader.id || row.session == tree.leader.id) {
    return row.started >= tree.started;  // otherwise it is older than the client
  }
  if (leaders_.contains(row.id) || leaders_.contains(row.group) || leaders_.contains(row.session)) {
    return false;
  }
  // The environment of a zombie cannot be read. If it is our child, only we can reap it.
  const bool orphan = row.parent == ::getpid();
  if (row.state == 'Z') {
    return orphan;
  }
  const auto tag = initial_environment_value(row.id, kTreeVariable);
  if (tag && tag->starts_with(mark_)) {
    return *tag == tree.tag;
  }
  // Without the variable and the session it may belong to any running tree, or to one that ended beside others.
  return orphan && only_clients_ && is_only_running(tree);
}

}  // namespace jobrig::drive
