// The player over a transport that takes its time: when bytes are said to have left.
#include "serve/player.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

/// Takes four bytes at a time, and by the time that it says so 10 ms have passed.
class SlowTransport final : public transport::Transport {
 public:
  explicit SlowTransport(base::ManualClock& clock) : clock_(clock) {}
  transport::Transfer read(char*, std::size_t) override { return {transport::Transfer::State::kWouldBlock, 0}; }
  transport::Transfer write(std::string_view bytes) override {
    clock_.advance(10ms);
    return {transport::Transfer::State::kDone, std::min<std::size_t>(4, bytes.size())};
  }
  void wait_readable(std::shared_ptr<transport::TransportUser>) override {}
  void wait_writable(std::shared_ptr<transport::TransportUser>) override {}
  void shut_down_sending() override {}
  void close(bool) noexcept override {}
  int unconfirmed() override { return 0; }

 private:
  base::ManualClock& clock_;
};

/// Accepts all bytes at once.
class QuickTransport final : public transport::Transport {
 public:
  transport::Transfer read(char*, std::size_t) override { return {transport::Transfer::State::kWouldBlock, 0}; }
  transport::Transfer write(std::string_view bytes) override {
    return {transport::Transfer::State::kDone, bytes.size()};
  }
  void wait_readable(std::shared_ptr<transport::TransportUser>) override {}
  void wait_writable(std::shared_ptr<transport::TransportUser>) override {}
  void shut_down_sending() override {}
  void close(bool) noexcept override {}
  int unconfirmed() override { return 0; }
};

/// A frozen scenario time that the test moves. Counts its reads.
class FrozenTime final : public base::Clock {
 public:
  [[nodiscard]] base::Instant civil() const override {
    ++looks;
    return now;
  }
  [[nodiscard]] base::Monotonic monotonic() const override { return base::SystemClock().monotonic(); }
  [[nodiscard]] base::Monotonic when(base::Instant moment) const override {
    return moment <= now ? monotonic() : base::Monotonic::max();
  }
  [[nodiscard]] std::unique_ptr<base::ChangeSignal::Watch> on_change(std::function<void()> wake) const override {
    return changed.watch(std::move(wake));
  }
  void move(base::Duration by) {
    now += by;
    changed.notify();
  }

  base::Instant now{};
  mutable base::ChangeSignal changed;
  mutable int looks = 0;
};

/// Plays a script as a connection does.
struct Stage final : serve::PlayerUser {
  Stage(serve::TimerQueue& queue, const base::Clock& clock) : timers(queue), player(transport, clock) {}
  void on_readable() noexcept override {}
  void on_writable() noexcept override {}
  void on_time() noexcept override { state = player.go_on(timers, self.lock()); }

  serve::TimerQueue& timers;
  QuickTransport transport;
  serve::Player player;
  serve::Player::State state = serve::Player::State::kWaiting;
  std::weak_ptr<Stage> self{};
};

model::Script with_pauses(int count, std::chrono::nanoseconds length) {
  model::Script script;
  for (int i = 0; i < count; ++i) {
    script.steps.emplace_back(model::Pause{length, true});
    script.steps.emplace_back(model::Send{"x"});
  }
  return script;
}

/// Ends the event loop.
struct End final : serve::Waiter {
  explicit End(base::EventLoop& ended) : loop(ended) {}
  void on_time() noexcept override { loop.stop(); }
  base::EventLoop& loop;
};

struct Play {
  Play(int pauses, std::chrono::nanoseconds length) {
    stage->self = stage;
    stage->state = stage->player.play(timers, with_pauses(pauses, length), time.monotonic(), stage);
  }
  /// Runs the event loop for a while.
  void run(std::chrono::milliseconds for_so_long = 0ms) {
    timers.set(std::chrono::steady_clock::now() + for_so_long, std::make_shared<End>(loop));
    loop.run();
  }

  FrozenTime time;
  base::EventLoop loop;
  serve::TimerQueue timers{loop};
  std::shared_ptr<Stage> stage = std::make_shared<Stage>(timers, time);
};

}  // namespace

TEST_CASE("a wait for a frozen clock does not poll", "[serve]") {
  Play play(1, 2us);
  CHECK(play.stage->state == serve::Player::State::kWaiting);
  const int looks = play.time.looks;
  play.run(30ms);  // a server that polls uses all this time
  CHECK(play.time.looks == looks);
}

TEST_CASE("a jump of the clock ends the waits for it at once", "[serve]") {
  Play play(1, 1h);
  play.time.move(59min);
  play.run();
  CHECK(play.stage->state == serve::Player::State::kWaiting);
  CHECK(play.stage->player.bytes_left() == 0);
  play.time.move(1min);
  play.run();
  CHECK(play.stage->state == serve::Player::State::kDone);
  CHECK(play.stage->player.bytes_left() == 1);
}

TEST_CASE("a late notification does not end the next pause", "[serve]") {
  Play play(2, 1h);
  play.time.move(1h);
  play.time.move(30min);  // two notifications before the loop runs
  play.run();
  CHECK(play.stage->player.bytes_left() == 1);
  play.time.move(59min);
  play.run();
  CHECK(play.stage->player.bytes_left() == 1);
  play.time.move(1min);
  play.run();
  CHECK(play.stage->state == serve::Player::State::kDone);
}

TEST_CASE("all pauses end at the end of time", "[serve]") {
  Play play(3, 1h);
  play.time.move(base::kEndOfTime - play.time.now);
  play.run();
  CHECK(play.stage->state == serve::Player::State::kDone);
  CHECK(play.stage->player.bytes_left() == 3);
}

TEST_CASE("bytes are said to have left before they are written so that no client can have been quicker", "[serve]") {
  base::ManualClock clock{base::Instant{}};
  clock.advance(1s);
  const base::Monotonic begin = clock.monotonic();
  SlowTransport transport(clock);
  serve::Player player(transport, clock);
  base::EventLoop loop;
  serve::TimerQueue timers(loop);
  model::Script script;
  script.steps = {model::Send{"12345678"}};
  CHECK(player.play(timers, std::move(script), begin, nullptr) == serve::Player::State::kDone);
  CHECK(player.first_byte() == begin);
  CHECK(player.last_byte() == begin + 10ms);
}
