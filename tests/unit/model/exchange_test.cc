// The record of an exchange that is used again for the next request.
#include "model/exchange.h"

#include <string>

#include "support/catch.h"

namespace model = jobrig::model;

namespace {

model::Decision full_decision() {
  return {"DescribeJobExecution", {"lamp", "update"}, 3, "outage", 2, {"cut", "delay"}, "ThrottlingException", "none"};
}

}  // namespace

TEST_CASE("a cleared exchange is like a new one and keeps the memory of its texts", "[model]") {
  model::Exchange exchange;
  exchange.connection = 7;
  exchange.number = 9;
  exchange.decision = full_decision();
  exchange.request = std::string(300, 'r');
  exchange.answer = std::string(400, 'a');
  exchange.status = 429;
  exchange.arrived = jobrig::base::Instant::max();
  exchange.request_whole = exchange.first_byte = jobrig::base::Monotonic::max();
  exchange.last_byte = exchange.ended = jobrig::base::Monotonic::max();
  exchange.close_reason = model::CloseReason::kReset;
  exchange.refusal = "the request line is too long";
  exchange.handshake = "no certificate";
  const char* const memory = exchange.request.data();

  clear(exchange);
  CHECK(exchange == model::Exchange());
  CHECK(exchange.request.data() == memory);
  CHECK(exchange.request.capacity() >= 300);
}

TEST_CASE("a cleared exchange gives back the memory of a large text", "[model]") {
  model::Exchange exchange;
  exchange.request = std::string(1'000'000, 'r');
  clear(exchange);
  CHECK(exchange.request.capacity() < 100'000);
}

TEST_CASE("two decisions exchange all their members", "[model]") {
  model::Decision one = full_decision();
  model::Decision other;
  swap(one, other);
  CHECK(one == model::Decision());
  CHECK(other == full_decision());
  swap(one, other);
  CHECK(one == full_decision());
  CHECK(other == model::Decision());
}
