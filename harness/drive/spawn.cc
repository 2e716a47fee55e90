#include "drive/spawn.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/quote.h"
#include "base/signals_blocked.h"
#include "drive/process_table.h"
#include "drive/program_files.h"

namespace jobrig::drive {
namespace {

constexpr int kFirstOwn = 3;  // 0, 1 and 2 are the child's, even when ours are closed
constexpr int kCannotStart = 127;

std::string reason(int problem) { return std::generic_category().message(problem); }

/// The descriptor, moved above the three standard ones.
Descriptor beyond_standard(Descriptor descriptor) {
  if (!descriptor.open() || descriptor.get() >= kFirstOwn) {
    return descriptor;
  }
  return Descriptor(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, kFirstOwn));
}

struct Pipe {
  Descriptor read;
  Descriptor write;
  [[nodiscard]] bool open() const { return read.open() && write.open(); }
};

Pipe make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {};
  }
  return {beyond_standard(Descriptor(ends[0])), beyond_standard(Descriptor(ends[1]))};
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  list.reserve(texts.size() + 1);
  for (const std::string& text : texts) {
    list.push_back(const_cast<char*>(text.c_str()));  // NOLINT: C's signature; they are only read
  }
  list.push_back(nullptr);
  return list;
}

/// What the child needs. It is prepared by the parent, because the child must not allocate or lock (vfork(2)).
struct Start {
  std::vector<char*> files;
  std::vector<char*> words;
  std::vector<char*> environment;
  std::array<int, 3> standard{};  // its descriptors 0, 1 and 2
  int problem = -1;               // takes the errno of a failure; closed by exec
  const CallerState& caller;
  pid_t parent;
  std::atomic<pid_t>* leader;  // gets its id
};

[[noreturn]] void fail(int problem_pipe, int problem) {
  [[maybe_unused]] const ssize_t written = ::write(problem_pipe, &problem, sizeof problem);
  ::_exit(kCannotStart);
}

/// Runs in the child, which shares our memory until it executes the program: only system calls.
[[noreturn]] void become_program(const Start& start) {
  ::setsid();
  if (start.leader != nullptr) {
    *start.leader = ::getpid();  // first of all: the parent may be killed at any time
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != start.parent) {  // the parent ended before the line above
    ::_exit(kCannotStart);
  }
  for (int i = 0; i < kFirstOwn; ++i) {
    ::dup2(start.standard[static_cast<std::size_t>(i)], i);
  }
  if (start.problem != kFirstOwn) {
    ::dup3(start.problem, kFirstOwn, O_CLOEXEC);
  }
  // Ours are close-on-exec anyway; those that the caller of jobrig left open are not.
  ::closefrom(kFirstOwn + 1);
  for (int signal = 1; signal < NSIG; ++signal) {
    ::signal(signal, SIG_DFL);  // ours ignore SIGPIPE, and the caller's shell may have had us ignore more
  }
  ::setrlimit(RLIMIT_NOFILE, &start.caller.descriptors);
  ::sigprocmask(SIG_SETMASK, &start.caller.blocked, nullptr);
  int problem = ENOENT;
  for (std::size_t i = 0; start.files[i] != nullptr; ++i) {
    ::execve(start.files[i], start.words.data(), start.environment.data());
    if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
      fail(kFirstOwn, errno);
    }
    problem = errno == EACCES ? EACCES : problem;
  }
  fail(kFirstOwn, problem);
}

/// A function of its own: the child continues from vfork() on the same stack.
pid_t start_child(const Start& start) {
  const pid_t id =
      ::vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork): fork() copies tables of all our memory
  if (id == 0) {
    become_program(start);
  }
  return id;
}

/// 0, or the errno of what failed between vfork and exec.
int problem_in(const Pipe& problems) {
  int problem = 0;
  ssize_t count = 0;
  do {
    count = ::read(problems.read.get(), &problem, sizeof problem);
  } while (count < 0 && errno == EINTR);
  return count == static_cast<ssize_t>(sizeof problem) ? problem : 0;
}

void make_non_blocking(const Descriptor& descriptor) {
  if (descriptor.open()) {
    ::fcntl(descriptor.get(), F_SETFL, O_NONBLOCK);
  }
}

}  // namespace

CallerState caller_state() {
  CallerState state;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &state.blocked);
  ::getrlimit(RLIMIT_NOFILE, &state.descriptors);
  return state;
}

base::Result<Spawned> spawn(const SpawnOptions& options, const CallerState& caller, std::atomic<pid_t>* leader) {
  Pipe in = options.input ? make_pipe() : Pipe{};
  Descriptor nothing =
      options.input ? Descriptor() : beyond_standard(Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)));
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Pipe problems = make_pipe();
  if ((options.input ? !in.open() : !nothing.open()) || !out.open() || !err.open() || !problems.open()) {
    return base::Error{"no pipe to a program: " + reason(errno)};
  }
  const std::vector<std::string> files = program_files(options.words.at(0));
  const Start start{pointers(files),
                    pointers(options.words),
                    pointers(options.environment),
                    {options.input ? in.read.get() : nothing.get(), out.write.get(), err.write.get()},
                    problems.write.get(),
                    caller,
                    ::getpid(),
                    leader};
  Spawned spawned;
  int problem = 0;
  {
    const base::SignalsBlocked blocked;  // a handler of ours must not run in the child
    spawned.id = start_child(start);
    problem = spawned.id < 0 ? errno : 0;
  }
  problems.write.close();
  if (spawned.id > 0) {
    problem = problem_in(problems);
    spawned.ended = process_descriptor(spawned.id);
    problem = problem == 0 && !spawned.ended.open() ? errno : problem;
  }
  if (problem != 0) {
    if (spawned.id > 0) {
      ::kill(spawned.id, SIGKILL);
      ::waitpid(spawned.id, nullptr, 0);
    }
    return base::Error{"cannot start " + base::quoted(options.words[0]) + ": " + reason(problem)};
  }
  spawned.in = std::move(in.write);
  spawned.out = std::move(out.read);
  spawned.err = std::move(err.read);
  make_non_blocking(spawned.in);
  make_non_blocking(spawned.out);
  make_non_blocking(spawned.err);
  return spawned;
}

}  // namespace jobrig::drive
