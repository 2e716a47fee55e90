// The player over a transport that takes its time: when bytes are said to have left.
#include "serve/player.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

/// Takes four bytes at a time, and by the time that it says so 10 ms have passed.
class SlowTransport final : public serve::Transport {
 public:
  explicit SlowTransport(base::ManualClock& clock) : clock_(clock) {}
  serve::Transfer read(char*, std::size_t) override { return {serve::Transfer::State::kWouldBlock, 0}; }
  serve::Transfer write(std::string_view bytes) override {
    clock_.advance(10ms);
    return {serve::Transfer::State::kDone, std::min<std::size_t>(4, bytes.size())};
  }
  void wait_readable(std::shared_ptr<serve::TransportUser>) override {}
  void wait_writable(std::shared_ptr<serve::TransportUser>) override {}
  void shut_down_sending() override {}
  void close(bool) noexcept override {}
  int unconfirmed() override { return 0; }

 private:
  base::ManualClock& clock_;
};

}  // namespace

TEST_CASE("bytes are said to have left before they are written so that no client can have been quicker", "[serve]") {
  base::ManualClock clock{base::Instant{}};
  clock.advance(1s);
  const base::Monotonic begin = clock.monotonic();
  SlowTransport transport(clock);
  serve::Player player(transport, clock);
  serve::EventLoop loop;
  serve::TimerQueue timers(loop);
  model::Script script;
  script.steps = {model::Send{"12345678"}};
  CHECK(player.play(timers, std::move(script), begin, nullptr) == serve::Player::State::kDone);
  CHECK(player.first_byte() == begin);
  CHECK(player.last_byte() == begin + 10ms);
}
