// mqtt-jitter: equal pauses fail, varied ones hold, and how seldom a correct client fails.
#include <functional>
#include <random>

#include "support/catch.h"
#include "support/packets.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::found;
using test::PacketScript;

namespace {

constexpr std::uint8_t kUnavailable = 3;

/// So many clients that are refused twice and then accepted. `pause`: the second pause of each.
std::string jitter_of(int clients, const std::function<std::chrono::milliseconds(int)>& pause) {
  PacketScript script;
  for (int i = 0; i < clients; ++i) {
    script.connect({}, false, kUnavailable).close().pause(200ms);
    script.connect({}, false, kUnavailable).close().pause(pause(i) - 2ms);  // a packet takes 1 ms
    script.connect().close().pause(10ms);
  }
  return found("mqtt-jitter: {}", script.record());
}

const std::string kExpected = "pauses that vary after the second refusal | ";

}  // namespace

TEST_CASE("mqtt-jitter fails for equal pauses", "[mqtt_judge]") {
  CHECK(jitter_of(12, [](int) { return 500ms; }) ==
        "fails: " + kExpected + "12 pauses from 500ms to 500ms, 12 of them within 20ms");
}

TEST_CASE("mqtt-jitter fails for equal pauses of which two are delayed by the machine", "[mqtt_judge]") {
  const auto delayed = [](int late) {
    return [late](int i) { return std::chrono::milliseconds(i < late ? 700 + 100 * i : 500 + i); };
  };
  CHECK(jitter_of(12, delayed(2)) == "fails: " + kExpected + "12 pauses from 502ms to 800ms, 10 of them within 20ms");
  CHECK(jitter_of(12, delayed(3)) == "holds: " + kExpected + "12 pauses from 503ms to 900ms, 9 of them within 20ms");
}

TEST_CASE("mqtt-jitter wants twelve pauses and ignores those after other refusals", "[mqtt_judge]") {
  const auto varied = [](int i) { return std::chrono::milliseconds(400 + 30 * i); };
  CHECK(jitter_of(11, varied) == "fails: " + kExpected + "11 of 12 pauses");
  CHECK(jitter_of(12, varied) == "holds: " + kExpected + "12 pauses from 400ms to 730ms, 1 of them within 16ms");
  CHECK(jitter_of(13, [&](int i) { return i == 12 ? 9000ms : varied(i); }) == jitter_of(12, varied));
}

TEST_CASE("mqtt-jitter holds for clients that vary their pauses by a quarter", "[mqtt_judge]") {
  std::minstd_rand random(1);  // the same numbers in each run
  int failures = 0;
  for (int fleet = 0; fleet < 2'000; ++fleet) {
    const std::string finding =
        jitter_of(12, [&](int) { return std::chrono::milliseconds(750 + static_cast<int>(random() % 500)); });
    failures += finding.starts_with("holds: ") ? 0 : 1;
  }
  CHECK(failures == 0);
}
