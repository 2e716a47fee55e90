// The record of an exchange over a wait: nothing of it is lost.
#include "serve/packed_exchange.h"

#include <string>
#include <vector>

#include "support/catch.h"

using namespace jobrig;
using namespace std::string_literals;

TEST_CASE("a packed exchange comes back as it was", "[serve][packed]") {
  model::Exchange exchange;
  exchange.connection = 3;
  exchange.number = 1ULL << 40U;
  exchange.status = 404;
  exchange.arrived = base::Instant(std::chrono::microseconds(1'700'000'000'123'456));
  exchange.request_whole = base::Monotonic(std::chrono::nanoseconds(987'654'321));
  exchange.request = "GET / HTTP/1.1\r\nx: \0\xff\r\n\r\n"s;
  exchange.answer = "HTTP/1.1 404 Not Found\r\n\r\n";
  exchange.first_byte = base::Monotonic(std::chrono::nanoseconds(1));
  exchange.last_byte = base::Monotonic(std::chrono::nanoseconds(2));
  exchange.ended = base::Monotonic(std::chrono::nanoseconds(3));
  exchange.close_reason = model::CloseReason::kClientGaveUp;
  exchange.refusal = "why";
  exchange.handshake = "how";
  exchange.decision = {
      "DescribeJobExecution", {"thing", std::string(300, 'j')}, 17, "rule", 2, {"delay", "", "reset"}, "Error", "who"};

  serve::PackedExchange packed;
  CHECK_FALSE(packed);
  packed.pack(exchange);
  REQUIRE(packed);
  CHECK(packed.unpack() == exchange);
}

TEST_CASE("an exchange that has nothing to say packs too", "[serve][packed]") {
  serve::PackedExchange packed;
  packed.pack({});
  const model::Exchange back = packed.unpack();
  CHECK(back.request.empty());
  CHECK(back.decision.faults.empty());
  CHECK(back.number == 0);
}

namespace {

model::Exchange of_sensor(int number) {
  model::Exchange exchange;
  exchange.number = static_cast<std::uint64_t>(number);
  exchange.request =
      "GET /things/sensor-" + std::to_string(number) + "/jobs/calibrate HTTP/1.1\r\nHost: localhost\r\n\r\n";
  exchange.decision.rule = "slow";
  exchange.decision.key = {"sensor-" + std::to_string(number), "calibrate"};
  return exchange;
}

std::vector<model::ScriptStep> slow_answer(int number) {
  return {model::Pause{std::chrono::seconds(5), number % 2 == 0},
          model::Send{"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"thingName\":\"sensor-" +
                      std::to_string(number) + "\",\"jobId\":\"calibrate\",\"status\":\"QUEUED\"}\0"s}};
}

}  // namespace

TEST_CASE("packed steps come back as they were, as often as they are asked for", "[serve][packed]") {
  serve::PackingBases bases;
  serve::PackedExchange packed;
  packed.pack(of_sensor(1), slow_answer(1), bases);
  CHECK(packed.has_steps());
  CHECK(packed.steps() == slow_answer(1));
  CHECK(packed.steps() == slow_answer(1));
  CHECK(packed.unpack() == of_sensor(1));
}

TEST_CASE("of exchanges that are alike only the difference is stored", "[serve][packed]") {
  serve::PackingBases bases;
  std::vector<serve::PackedExchange> packed(200);
  for (int i = 0; i < 200; ++i) {
    packed[static_cast<std::size_t>(i)].pack(of_sensor(i), slow_answer(i), bases);
  }
  for (int i = 0; i < 200; ++i) {
    const serve::PackedExchange& one = packed[static_cast<std::size_t>(i)];
    CHECK(one.unpack() == of_sensor(i));
    CHECK(one.steps() == slow_answer(i));
    CHECK((i == 0 || one.size() <= packed[0].size() / 2));
  }
}

TEST_CASE("exchanges that are not alike, and large ones, come back too", "[serve][packed]") {
  serve::PackingBases bases;
  std::vector<serve::PackedExchange> packed(200);
  const auto exchange_of = [](std::size_t i) {
    model::Exchange exchange;
    for (std::size_t k = 0; k < 40 + i; ++k) {
      exchange.request += static_cast<char>((i * 31 + k * k * 17 + (k >> 2U)) % 251);
    }
    exchange.answer.assign(i % 10 == 0 ? 20'000 : 10, 'x');
    return exchange;
  };
  for (std::size_t i = 0; i < packed.size(); ++i) {
    packed[i].pack(exchange_of(i), {model::Pause{std::chrono::seconds(i)}, model::Send{"answer"}}, bases);
  }
  for (std::size_t i = 0; i < packed.size(); ++i) {
    CHECK(packed[i].unpack() == exchange_of(i));
    CHECK(packed[i].has_steps() == (i % 10 != 0));
  }
}
