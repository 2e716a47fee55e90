// The record of an exchange over a wait: nothing of it is lost.
#include "serve/packed_exchange.h"

#include <string>

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
