// What a rig leaves of the process of its user: no threads, no descriptors, the same signal handlers, signal mask and
// limits. Several rigs in one process share nothing.
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "jobrig/rig.h"
#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/served.h"

using namespace jobrig;

namespace {

constexpr const char* kLamp = "things: {lamp: {update: {}}}";

std::set<std::string> entries_of(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

/// The kernel lists a thread for a moment after it was joined.
bool becomes(std::size_t count, const std::string& folder) {
  const auto deadline = std::chrono::steady_clock::now() + test::kHangGuard;
  while (entries_of(folder).size() != count && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  return entries_of(folder).size() == count;
}

/// The signals that the thread blocks, as in /proc/self/task/N/status: bit N - 1 is signal N.
std::uint64_t blocked_by(const std::string& thread) {
  std::ifstream status("/proc/self/task/" + thread + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("SigBlk:")) {
      return std::stoull(line.substr(7), nullptr, 16);
    }
  }
  return 0;
}

constexpr std::uint64_t bit_of(int signal) { return std::uint64_t{1} << (signal - 1); }

/// SIGKILL and SIGSTOP cannot be blocked. The C library has 32 and 33 to itself (signal(7)): pthread_sigmask() leaves
/// them open, but a thread that starts or is about to start another one blocks them for a moment.
constexpr std::uint64_t kBlockable = ~(bit_of(SIGKILL) | bit_of(SIGSTOP) | bit_of(32) | bit_of(33));

void ask_once(const Rig& rig) {
  CHECK(test::ask(rig.port(), "GET", "/things/lamp/jobs/update").status == 200);
  rig.wait(1, test::kHangGuard);
}

}  // namespace

TEST_CASE("fifty rigs leave no thread and no descriptor", "[wire][rig]") {
  { ask_once(Rig{kLamp}); }  // what a process opens once, it keeps
  const std::size_t descriptors = entries_of("/proc/self/fd").size();
  const std::size_t threads = entries_of("/proc/self/task").size();
  for (int i = 0; i < 50; ++i) {
    RigOptions options;
    options.tls = i % 10 == 0;
    options.workers = 1 + static_cast<unsigned>(i % 3);
    Rig rig{kLamp, options};
    if (!options.tls) {
      ask_once(rig);
    }
    rig.reset();
  }
  CHECK(becomes(descriptors, "/proc/self/fd"));
  CHECK(becomes(threads, "/proc/self/task"));
}

TEST_CASE("a rig that cannot start leaves no thread and no descriptor", "[wire][rig]") {
  const Rig other{kLamp};
  const std::size_t descriptors = entries_of("/proc/self/fd").size();
  const std::size_t threads = entries_of("/proc/self/task").size();
  RigOptions options;
  options.listen = other.endpoint().substr(std::string("http://").size());
  CHECK_THROWS_AS(Rig(kLamp, options), Error);
  CHECK_THROWS_AS(Rig("things: 1"), ScenarioError);
  CHECK(becomes(descriptors, "/proc/self/fd"));
  CHECK(becomes(threads, "/proc/self/task"));
}

TEST_CASE("several rigs in one process share nothing", "[wire][rig]") {
  std::vector<std::unique_ptr<Rig>> rigs;
  for (int i = 0; i < 4; ++i) {
    rigs.push_back(std::make_unique<Rig>(kLamp));
  }
  rigs[1]->advance(std::chrono::hours(1));
  for (std::size_t i = 0; i < rigs.size(); ++i) {
    for (std::size_t requests = 0; requests <= i; ++requests) {
      test::ask(rigs[i]->port(), "GET", "/things/lamp/jobs/update");
    }
    CHECK(rigs[i]->wait(i + 1, test::kHangGuard).size() == i + 1);
  }
  CHECK(rigs[1]->now() - rigs[0]->now() >= std::chrono::minutes(59));
  rigs[0].reset();
  rigs[2]->reset();
  CHECK(rigs[3]->count() == 4);
  ask_once(*rigs[2]);
}

TEST_CASE("rigs start and stop on several threads at once", "[wire][rig]") {
  std::vector<std::thread> threads;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&answered] {
      for (int round = 0; round < 5; ++round) {
        const Rig rig{kLamp};
        answered += test::ask(rig.port(), "GET", "/things/lamp/jobs/update").status == 200 ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(answered == 20);
}

TEST_CASE("a rig changes no signal handler, no signal mask and no limit of the process", "[wire][rig]") {
  const auto handlers = [] {
    std::vector<void (*)(int)> found;
    for (int signal = 1; signal < NSIG; ++signal) {
      struct sigaction action {};
      ::sigaction(signal, nullptr, &action);
      found.push_back(action.sa_handler);
    }
    return found;
  };
  const auto mask = [] {
    std::vector<int> blocked;
    sigset_t now;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &now);
    for (int signal = 1; signal < NSIG; ++signal) {
      blocked.push_back(sigismember(&now, signal));
    }
    return blocked;
  };
  const auto ignored = std::signal(SIGPIPE, SIG_DFL);  // as in a program that does not use sockets
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  rlimit lower = limit;
  lower.rlim_cur = 200;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &lower) == 0);
  const auto handlers_before = handlers();
  const auto mask_before = mask();
  {
    ask_once(Rig{kLamp});
    const Rig rig{kLamp};
    CHECK(mask() == mask_before);
    CHECK(handlers() == handlers_before);
    rlimit now{};
    ::getrlimit(RLIMIT_NOFILE, &now);
    CHECK(now.rlim_cur == lower.rlim_cur);
  }
  CHECK(mask() == mask_before);
  CHECK(handlers() == handlers_before);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  std::signal(SIGPIPE, ignored);
}

TEST_CASE("the threads of a rig take no signals", "[wire][rig]") {
  const std::set<std::string> before = entries_of("/proc/self/task");
  RigOptions options;
  options.workers = 2;
  const Rig rig{kLamp, options};
  ask_once(rig);
  std::size_t own = 0;
  for (const std::string& thread : entries_of("/proc/self/task")) {
    if (!before.contains(thread)) {
      ++own;
      CHECK((blocked_by(thread) & kBlockable) == kBlockable);
    }
  }
  CHECK(own == 3);
}
