#include "drive/client_guard.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <ctime>
#include <new>

#include "base/signals_blocked.h"
#include "drive/descriptor.h"
#include "drive/process_family.h"
#include "drive/waiting.h"

namespace jobrig::drive {

struct ClientGuard::Leaders {
  std::array<std::atomic<pid_t>, kMaxLeaders> ids{};

  [[nodiscard]] bool contain(pid_t id) const {
    // 0 is an empty place, and the group of kernel threads and of processes with a group in another PID namespace.
    return id > 0 && std::any_of(ids.begin(), ids.end(), [id](const auto& one) { return one == id; });
  }
  [[nodiscard]] std::atomic<pid_t>* find(pid_t id) {
    const auto place = std::find_if(ids.begin(), ids.end(), [id](const auto& one) { return one == id; });
    return place != ids.end() ? &*place : nullptr;
  }
};

namespace {

// A process may start another one while the table is read. Only several empty scans in a row show that none is left.
constexpr int kEmptyLooks = 5;
constexpr int kMaxLooks = 1000;
constexpr timespec kBetweenLooks{0, 10'000'000};

/// Releases what the guard shares with the program: terminal, working directory and descriptors, except `parent`.
/// Returns the new number of `parent`.
int release_resources(int parent) {
  ::setsid();
  ::prctl(PR_SET_NAME, "jobrig-guard");
  [[maybe_unused]] const int moved = ::chdir("/");
  constexpr int kKept = STDERR_FILENO + 1;
  const int beyond = ::fcntl(parent, F_DUPFD, kKept);  // ours may have been closed, and `parent` be one of them
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int i = 0; i < kKept; ++i) {
    ::dup2(nothing, i);
  }
  ::dup2(beyond, kKept);
  ::closefrom(kKept + 1);
  return kKept;
}

/// Returns how many there were.
template <typename Leaders>
std::size_t kill_clients(const Leaders& leaders, const std::string& mark, std::uint64_t oldest) {
  const std::vector<ProcessRow> rows = with_descendants(process_table(), [&](const ProcessRow& row) {
    if (row.started < oldest) {
      return false;  // older than any client
    }
    if (leaders.contain(row.id) || leaders.contain(row.group) || leaders.contain(row.session)) {
      return true;
    }
    const auto tag = initial_environment_value(row.id, kTreeVariable);
    return tag && tag->starts_with(mark);
  });
  std::for_each(rows.begin(), rows.end(), kill_process);
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [](const ProcessRow& row) { return row.state != 'Z'; }));
}

}  // namespace

ClientGuard::ClientGuard(const std::string& mark) {
  void* const memory = ::mmap(nullptr, sizeof(Leaders), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  leaders_ = memory == MAP_FAILED ? nullptr : new (memory) Leaders;
  const Descriptor self = process_descriptor(::getpid());
  if (leaders_ == nullptr || !self.open()) {
    return;
  }
  const base::SignalsBlocked blocked;  // the guard keeps this mask: only SIGKILL ends it
  id_ = ::fork();
  if (id_ != 0) {
    return;
  }
  std::array<pollfd, 1> watched{pollfd{release_resources(self.get()), POLLIN, 0}};
  const auto own = process_row(::getpid());
  while (::poll(watched.data(), watched.size(), -1) < 0) {
  }
  for (int looks = 0, empty = 0; looks < kMaxLooks && empty < kEmptyLooks; ++looks) {
    empty = kill_clients(*leaders_, mark, own ? own->started : 0) == 0 ? empty + 1 : 0;
    ::nanosleep(&kBetweenLooks, nullptr);
  }
  ::_exit(0);
}

ClientGuard::~ClientGuard() {
  const bool all_ended = leaders_ != nullptr && std::all_of(leaders_->ids.begin(), leaders_->ids.end(),
                                                            [](const auto& one) { return one == 0; });
  if (id_ > 0 && all_ended) {  // else it does what is left to do when we end
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }
  if (leaders_ != nullptr) {
    ::munmap(leaders_, sizeof(Leaders));
  }
}

std::atomic<pid_t>* ClientGuard::free_place() { return leaders_ != nullptr ? leaders_->find(0) : nullptr; }

void ClientGuard::remove(pid_t leader) {
  if (std::atomic<pid_t>* const place = leaders_ != nullptr ? leaders_->find(leader) : nullptr) {
    *place = 0;
  }
}

}  // namespace jobrig::drive
