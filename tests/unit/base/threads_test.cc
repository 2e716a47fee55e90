// Threads: all start or none does, and what a thread throws reaches the one that joins.
#include "base/threads.h"

#include <pthread.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/catch.h"

using namespace jobrig;

namespace {

// Lets the program map so many bytes more than now, and gives new threads stacks of kStack bytes, until it is gone. A
// stack is large beside all else that a thread maps when it starts (a heap of its own, AddressSanitizer's copy of its
// stack), so what is left after the last whole stack is enough for that, in whatever order the threads run.
class ShortOfRoom {
 public:
  static constexpr std::size_t kStack = std::size_t{2} << 30U;

  explicit ShortOfRoom(std::size_t bytes) {
    ::pthread_attr_init(&before_);
    ::pthread_getattr_default_np(&before_);
    pthread_attr_t large;
    ::pthread_attr_init(&large);
    ::pthread_attr_setstacksize(&large, kStack);
    ::pthread_setattr_default_np(&large);
    ::pthread_attr_destroy(&large);
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;  // proc(5): the first number is the size of the program
    ::getrlimit(RLIMIT_AS, &limit_);
    rlimit less = limit_;
    less.rlim_cur = pages * 4096 + bytes;
    ::setrlimit(RLIMIT_AS, &less);
  }
  ShortOfRoom(const ShortOfRoom&) = delete;
  ShortOfRoom& operator=(const ShortOfRoom&) = delete;
  ~ShortOfRoom() {
    ::setrlimit(RLIMIT_AS, &limit_);
    ::pthread_setattr_default_np(&before_);
    ::pthread_attr_destroy(&before_);
  }

 private:
  pthread_attr_t before_{};
  rlimit limit_{};
};

}  // namespace

TEST_CASE("an exception in a thread reaches the one that joins", "[base][threads]") {
  base::Threads threads;
  std::atomic<int> ran = 0;
  REQUIRE_FALSE(threads.start({[&] { ++ran; }, [&] { throw std::runtime_error("no room left"); }, [&] { ++ran; }}));
  REQUIRE_THROWS_WITH(threads.join(), "no room left");
  CHECK(ran == 2);
  CHECK(threads.empty());
  // It was passed on once; the group can be used again.
  REQUIRE_FALSE(threads.start({[&] { ++ran; }}));
  threads.join();
  CHECK(ran == 3);
}

TEST_CASE("an exception that nobody joins for ends nothing", "[base][threads]") {
  std::atomic<bool> ran = false;
  {
    base::Threads threads;
    REQUIRE_FALSE(threads.start({[&] {
      ran = true;
      throw 7;
    }}));
  }
  CHECK(ran);
}

TEST_CASE("no function runs unless all threads can be created", "[base][threads]") {
  std::atomic<int> ran = 0;
  base::Threads threads;
  std::vector<base::Threads::Work> works(64, [&ran] { ++ran; });
  {
    const ShortOfRoom room(3 * ShortOfRoom::kStack + ShortOfRoom::kStack / 2);  // for three of the 64
    const auto error = threads.start(works);
    REQUIRE(error);
    CHECK(error->message == "cannot start 64 threads: Resource temporarily unavailable");
  }
  CHECK(ran == 0);
  CHECK(threads.empty());
  REQUIRE_FALSE(threads.start(works));
  threads.join();
  CHECK(ran == 64);
}

TEST_CASE("threads begin with all signals blocked and the mask of the caller stays", "[base][threads]") {
  sigset_t before;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
  sigset_t inside;
  sigemptyset(&inside);
  base::Threads threads;
  REQUIRE_FALSE(threads.start({[&] { ::pthread_sigmask(SIG_SETMASK, nullptr, &inside); }}));
  threads.join();
  sigset_t behind;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &behind);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGCHLD}) {
    CHECK(sigismember(&inside, signal) == 1);
    CHECK(sigismember(&behind, signal) == sigismember(&before, signal));
  }
}
