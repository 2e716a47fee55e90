#include "drive/spawn.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "base/quote.h"

namespace jobrig::drive {
namespace {

constexpr int kFirstOwn = 3;  // 0, 1 and 2 belong to the child, even when ours are closed

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

/// Owns the objects that posix_spawn requires the caller to destroy.
struct Settings {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
  Settings() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;
  ~Settings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
};

void set_up(Settings& settings, int in, int out, int err) {
  ::posix_spawn_file_actions_adddup2(&settings.actions, in, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&settings.actions, out, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&settings.actions, err, STDERR_FILENO);
  // Our descriptors are close-on-exec. Those that jobrig inherited may not be.
  ::posix_spawn_file_actions_addclosefrom_np(&settings.actions, kFirstOwn);
  sigset_t none;
  sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&settings.attributes, &none);
  sigset_t by_default;
  sigfillset(&by_default);  // jobrig ignores SIGPIPE, and its parent may ignore more signals
  ::posix_spawnattr_setsigdefault(&settings.attributes, &by_default);
  ::posix_spawnattr_setpgroup(&settings.attributes, 0);
  ::posix_spawnattr_setflags(&settings.attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
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

void make_non_blocking(const Descriptor& descriptor) {
  if (descriptor.open()) {
    ::fcntl(descriptor.get(), F_SETFL, O_NONBLOCK);
  }
}

}  // namespace

base::Result<Spawned> spawn(const SpawnOptions& options) {
  Pipe in = options.input ? make_pipe() : Pipe{};
  Descriptor nothing =
      options.input ? Descriptor() : beyond_standard(Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)));
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  if ((options.input ? !in.open() : !nothing.open()) || !out.open() || !err.open()) {
    return base::Error{"no pipe to a program: " + reason(errno)};
  }
  Settings settings;
  set_up(settings, options.input ? in.read.get() : nothing.get(), out.write.get(), err.write.get());
  Spawned spawned;
  const int problem = ::posix_spawnp(&spawned.id, options.words.at(0).c_str(), &settings.actions, &settings.attributes,
                                     pointers(options.words).data(), pointers(options.environment).data());
  if (problem != 0) {
    return base::Error{"cannot start " + base::quoted(options.words[0]) + ": " + reason(problem)};
  }
  // glibc 2.36 has a wrapper for this call, but its header lacks extern "C".
  spawned.ended = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, spawned.id, 0)));
  if (!spawned.ended.open()) {
    const int why = errno;
    ::kill(-spawned.id, SIGKILL);
    ::waitpid(spawned.id, nullptr, 0);
    return base::Error{"cannot watch " + base::quoted(options.words[0]) + ": " + reason(why)};
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
