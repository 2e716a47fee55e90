#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "base/descriptor.h"
#include "drive/process_table.h"
#include "support/paths.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace jobrig::test {
namespace {

[[noreturn]] void fail(const std::string& what, int problem) {
  throw std::runtime_error(what + ": " + std::strerror(problem));  // NOLINT(concurrency-mt-unsafe): tests only
}

using base::Descriptor;
using drive::process_descriptor;

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    fail("pipe", errno);
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& additions) {
  std::map<std::string, std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    all[std::string(text.substr(0, equals))] = equals == std::string_view::npos ? "" : text.substr(equals + 1);
  }
  for (const auto& [name, value] : additions) {
    all[name] = value;
  }
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) {
    lines.push_back(name + "=" + value);
  }
  return lines;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) {
    list.push_back(text.data());
  }
  list.push_back(nullptr);
  return list;
}

struct Spawned {
  pid_t id;
  Descriptor out;
  Descriptor err;
};

/// Owns the objects that posix_spawn requires the caller to destroy.
struct SpawnSettings {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
  SpawnSettings() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
};

Spawned spawn(std::vector<std::string> words, const ProcessOptions& options) {
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  SpawnSettings settings;
  ::posix_spawn_file_actions_adddup2(&settings.actions, in.read.get(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&settings.actions, out.write.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&settings.actions, err.write.get(), STDERR_FILENO);
  if (!options.folder.empty()) {
    ::posix_spawn_file_actions_addchdir_np(&settings.actions, options.folder.c_str());
  }
  sigset_t none;
  sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&settings.attributes, &none);
  ::posix_spawnattr_setpgroup(&settings.attributes, 0);
  ::posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  std::vector<std::string> environment = merged_environment(options.environment);
  pid_t id = -1;
  const int problem = ::posix_spawn(&id, words.at(0).c_str(), &settings.actions, &settings.attributes,
                                    pointers(words).data(), pointers(environment).data());
  if (problem != 0) {
    fail("cannot start " + words.at(0), problem);
  }
  // The write cannot block, because an empty pipe holds 64 KiB. A program that does not read its input is not an error.
  if (!options.input.empty() && ::write(in.write.get(), options.input.data(), options.input.size()) < 0) {
    fail("cannot write to stdin of " + words.at(0), errno);
  }
  return {id, std::move(out.read), std::move(err.read)};
}

/// Reads the available bytes. Returns false at the end of the pipe.
bool read_some(int descriptor, std::string& into, std::mutex& mutex) {
  std::array<char, 65536> buffer{};
  const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
  if (count < 0) {
    return errno == EINTR || errno == EAGAIN;
  }
  const std::lock_guard lock(mutex);
  into.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0;
}

}  // namespace

struct Process::State {
  explicit State(Spawned spawned)
      : id(spawned.id), out_pipe(std::move(spawned.out)), err_pipe(std::move(spawned.err)) {}

  const pid_t id;
  Descriptor out_pipe;  // these three: used by the draining thread only
  Descriptor err_pipe;
  Descriptor ended_descriptor;
  std::mutex mutex;  // guards all members below
  std::condition_variable changed;
  Outcome outcome;
  bool ended = false;
  std::size_t taken = 0;  // bytes of outcome.out consumed by next_line
  std::thread drainer;

  void drain();
  void kill_group() const { ::kill(-id, SIGKILL); }
};

/// Reads until the program has ended. Does not wait for output of grandchildren.
void Process::State::drain() {
  bool out_open = true;
  bool err_open = true;
  bool running = true;
  while (running) {
    std::array<pollfd, 3> waits{{{out_open ? out_pipe.get() : -1, POLLIN, 0},
                                 {err_open ? err_pipe.get() : -1, POLLIN, 0},
                                 {ended_descriptor.get(), POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) {
      break;
    }
    out_open = out_open && (waits[0].revents == 0 || read_some(out_pipe.get(), outcome.out, mutex));
    err_open = err_open && (waits[1].revents == 0 || read_some(err_pipe.get(), outcome.err, mutex));
    running = waits[2].revents == 0;
    changed.notify_all();
  }
  // The exit may be seen before the last bytes: reads the available bytes without waiting for more.
  for (auto [pipe, into, open] :
       {std::tuple(&out_pipe, &outcome.out, out_open), std::tuple(&err_pipe, &outcome.err, err_open)}) {
    ::fcntl(pipe->get(), F_SETFL, O_NONBLOCK);
    pollfd wait{pipe->get(), POLLIN, 0};
    while (open && ::poll(&wait, 1, 0) > 0 && read_some(pipe->get(), *into, mutex)) {
    }
  }
  int status = 0;
  while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
  }
  const std::lock_guard lock(mutex);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ended = true;
  changed.notify_all();
}

Process::Process(const std::vector<std::string>& words, const ProcessOptions& options)
    : state_(std::make_unique<State>(spawn(words, options))) {
  state_->ended_descriptor = process_descriptor(state_->id);
  if (state_->ended_descriptor.get() < 0) {
    const int problem = errno;
    state_->kill_group();
    fail("pidfd_open", problem);
  }
  state_->drainer = std::thread([state = state_.get()] { state->drain(); });
}

Process::~Process() {
  finish(std::chrono::milliseconds::zero());
  state_->kill_group();  // grandchildren may outlive the program
}

int Process::id() const { return state_->id; }

std::optional<std::string> Process::next_line(std::chrono::milliseconds deadline) {
  std::unique_lock lock(state_->mutex);
  const auto end_of_line = [&] { return state_->outcome.out.find('\n', state_->taken); };
  state_->changed.wait_for(lock, deadline, [&] { return state_->ended || end_of_line() != std::string::npos; });
  const std::size_t end = end_of_line();
  if (end == std::string::npos) {
    return std::nullopt;
  }
  std::string line = state_->outcome.out.substr(state_->taken, end - state_->taken);
  state_->taken = end + 1;
  return line;
}

bool Process::wait_for_error_text(std::string_view text, std::chrono::milliseconds deadline) {
  std::unique_lock lock(state_->mutex);
  const auto there = [&] { return state_->outcome.err.find(text) != std::string::npos; };
  state_->changed.wait_for(lock, deadline, [&] { return state_->ended || there(); });
  return there();
}

void Process::send_signal(int signal) const {
  const std::lock_guard lock(state_->mutex);
  if (!state_->ended) {
    ::kill(state_->id, signal);
  }
}

Outcome Process::finish(std::chrono::milliseconds deadline) {
  {
    std::unique_lock lock(state_->mutex);
    if (!state_->changed.wait_for(lock, deadline, [&] { return state_->ended; })) {
      state_->outcome.timed_out = true;
      state_->kill_group();
    }
  }
  if (state_->drainer.joinable()) {
    state_->drainer.join();
  }
  return state_->outcome;
}

Outcome run(const std::vector<std::string>& words, const ProcessOptions& options) {
  return Process(words, options).finish(options.deadline);
}

bool wait_until_gone(int id, std::chrono::milliseconds deadline) {
  const Descriptor descriptor = process_descriptor(id);
  if (descriptor.get() < 0) {
    return errno == ESRCH;
  }
  pollfd wait{descriptor.get(), POLLIN, 0};
  return ::poll(&wait, 1, static_cast<int>(deadline.count())) > 0;
}

std::string jobrig_program() { return program_path().string(); }

Outcome run_jobrig(std::vector<std::string> arguments, const ProcessOptions& options) {
  arguments.insert(arguments.begin(), jobrig_program());
  return run(arguments, options);
}

}  // namespace jobrig::test
