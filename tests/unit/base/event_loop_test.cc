// EventLoop: tasks from this and from other threads, and events of pipes.
#include "base/event_loop.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "support/catch.h"

using namespace jobrig::base;

namespace {

class Calling final : public Task {
 public:
  explicit Calling(std::function<void()> then) : then_(std::move(then)) {}
  void run_task() noexcept override { then_(); }

 private:
  std::function<void()> then_;
};

class Watching final : public Watcher {
 public:
  std::function<void()> then;
  int told = 0;
  void on_events(std::uint32_t /*events*/) noexcept override {
    ++told;
    then();
  }
};

/// A pipe that has something to read.
struct FullPipe {
  Descriptor read;
  Descriptor write;
  FullPipe() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
    read = Descriptor(ends[0]);
    write = Descriptor(ends[1]);
    REQUIRE(::write(write.get(), "x", 1) == 1);
  }
};

}  // namespace

TEST_CASE("tasks run in order and one that is queued already runs once", "[base]") {
  EventLoop loop;
  std::vector<int> ran;
  Calling first([&] { ran.push_back(1); });
  Calling last([&] {
    ran.push_back(2);
    loop.stop();
  });
  loop.post(first);
  loop.post(first);
  loop.post(last);
  loop.run();
  CHECK(ran == std::vector<int>{1, 2});
}

TEST_CASE("a task may queue itself again and another thread wakes the loop", "[base]") {
  EventLoop loop;
  int left = 3;
  Calling* again = nullptr;
  Calling task([&] {
    if (--left > 0) {
      loop.post(*again);
    } else {
      loop.stop();
    }
  });
  again = &task;
  std::thread other([&] { loop.post(task); });
  loop.run();
  other.join();
  CHECK(left == 0);
}

TEST_CASE("the owner of a task is kept until the task has run", "[base]") {
  EventLoop loop;
  auto task = std::make_shared<Calling>([&loop] { loop.stop(); });
  const std::weak_ptr<Calling> seen = task;
  Calling& queued = *task;
  loop.post(queued, std::move(task));
  CHECK_FALSE(seen.expired());
  loop.run();
  CHECK(seen.expired());
}

TEST_CASE("tasks that are left when the loop stops run before it ends", "[base]") {
  EventLoop loop;
  int ran = 0;
  Calling after([&] { ++ran; });
  Calling stopping([&] {
    loop.stop();
    loop.post(after);
  });
  loop.post(stopping);
  loop.run();
  CHECK(ran == 1);
}

TEST_CASE("events of a descriptor that another watcher ended meanwhile are dropped", "[base]") {
  EventLoop loop;
  FullPipe one;
  FullPipe two;
  Watching first;
  Watching second;
  first.then = [&] {
    loop.unwatch(two.read.get(), second);
    loop.stop();
  };
  second.then = [&] {
    loop.unwatch(one.read.get(), first);
    loop.stop();
  };
  loop.watch(one.read.get(), EPOLLIN, first);
  loop.watch(two.read.get(), EPOLLIN, second);
  loop.run();
  CHECK(first.told + second.told == 1);
}
