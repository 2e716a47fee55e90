// The chaos scenarios with outages, for a time or for some things. Each is served over the wire and behaves as its
// comments promise, at the times given there. The tests set the time instead of waiting. The seed comes from the
// scenario.
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/fleet.h"
#include "support/raw_client.h"
#include "support/scenario_server.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::call;
using test::call_fleet;
using test::Called;
using test::count_status;
using test::ScenarioServer;
using test::shipped;

namespace {

const std::string kDescribe = "/things/thermostat-1/jobs/firmware-7";

/// The number of things out of one hundred that get this status.
std::size_t of_hundred(ScenarioServer& server, int status) {
  return count_status(call_fleet(server.port(), 100), status);
}

int status_of(ScenarioServer& server, const std::string& target) { return call(server.port(), target).status(); }

/// The number of exchanges from index `from` to which the fault was applied.
std::size_t struck(const std::vector<model::Exchange>& exchanges, std::size_t from, const std::string& fault) {
  std::size_t count = 0;
  for (std::size_t i = from; i < exchanges.size(); ++i) {
    count += exchanges[i].decision.faults == std::vector{fault} ? 1U : 0U;
  }
  return count;
}

bool is_between(std::size_t count, std::size_t least, std::size_t most) {
  CAPTURE(count, least, most);
  CHECK(count >= least);
  CHECK(count <= most);
  return count >= least && count <= most;
}

}  // namespace

TEST_CASE("chaos/cold-start is not there and then not ready and then slow and then well", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/cold-start"));
  for (const Called& one : call_fleet(server.port(), 20)) {
    CHECK(one.bytes.empty());
    CHECK_FALSE(one.was_reset);
  }
  server.set_time(5s);
  for (const Called& one : call_fleet(server.port(), 20)) {
    CHECK(one.status() == 503);
    CHECK(one.header("Retry-After") == "5");
  }
  std::size_t before = 40;  // size of the log before the next calls
  const auto slow_at = [&](std::chrono::seconds time) {
    server.set_time(time);
    CHECK(of_hundred(server, 200) == 100);
    const auto exchanges = server.log.wait_for(before + 100);
    for (std::size_t i = before; i < exchanges.size(); ++i) {
      if (!exchanges[i].decision.faults.empty()) {
        CHECK(exchanges[i].first_byte - exchanges[i].request_whole > 50ms);
      }
    }
    const std::size_t slow = struck(exchanges, before, "delay");
    before += 100;
    return slow;
  };
  is_between(slow_at(15s), 80, 98);
  is_between(slow_at(30s), 33, 57);
  CHECK(slow_at(45s) == 0);
}

TEST_CASE("chaos/brown-out answers 503 for a growing share and then for a shrinking one", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/brown-out"));
  const auto unavailable_at = [&](std::chrono::seconds time) {
    server.set_time(time);
    const auto calls = call_fleet(server.port(), 200);
    CHECK(count_status(calls, 200) + count_status(calls, 503) == 200);
    return count_status(calls, 503);
  };
  CHECK(unavailable_at(0s) == 0);
  CHECK(unavailable_at(10s) == 0);
  is_between(unavailable_at(25s), 60, 100);   // 40%
  is_between(unavailable_at(40s), 140, 180);  // 80%
  is_between(unavailable_at(59s), 140, 180);
  is_between(unavailable_at(75s), 60, 100);
  CHECK(unavailable_at(90s) == 0);
  CHECK(struck(server.log.wait_for(1400), 0, "delay") > 50);
}

TEST_CASE("chaos/flapping is away for three seconds and there for five", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/flapping"));
  CHECK(of_hundred(server, 503) == 100);
  const auto status_at = [&](base::Duration time) {
    server.set_time(time);
    return status_of(server, kDescribe);
  };
  CHECK(status_at(2999ms) == 503);
  CHECK(status_at(3s) == 200);
  CHECK(status_at(7999ms) == 200);
  CHECK(status_at(8s) == 503);
  CHECK(status_at(11s) == 200);
  const auto cut_at = [&](base::Duration time) {
    server.set_time(time);
    return call(server.port(), "/things/gateway-1/jobs/firmware-7").was_reset;
  };
  CHECK_FALSE(cut_at(19s));
  CHECK(cut_at(20s));
  CHECK_FALSE(cut_at(21s));
  CHECK(cut_at(30s));
  CHECK_FALSE(cut_at(60s));
}

TEST_CASE("chaos/regional-outage resets and is away and comes back to a crowd", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/regional-outage"));
  CHECK(of_hundred(server, 200) == 100);
  server.set_time(10s);
  std::size_t resets = 0;
  for (const Called& one : call_fleet(server.port(), 100)) {
    resets += one.was_reset ? 1U : 0U;
    CHECK((one.was_reset || one.status() == 200));
  }
  is_between(resets, 35, 65);
  server.set_time(13s);
  CHECK(of_hundred(server, 503) == 100);
  server.set_time(24999ms);
  CHECK(of_hundred(server, 503) == 100);
  server.set_time(25s);
  const auto crowd = call_fleet(server.port(), 100);
  CHECK(count_status(crowd, 200) == 10);
  CHECK(count_status(crowd, 429) == 90);
  server.set_time(26s);
  CHECK(of_hundred(server, 200) == 10);
  server.set_time(40s);
  CHECK(of_hundred(server, 200) == 100);
}

TEST_CASE("chaos/black-hole reads calls and says nothing", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/black-hole"));
  CHECK(of_hundred(server, 200) == 100);
  constexpr std::size_t kCalls = 40;
  std::size_t before = 100;  // size of the log before the next calls
  const auto vanished_at = [&](std::chrono::seconds time, std::size_t answered) {
    server.set_time(time);
    {
      std::vector<std::unique_ptr<test::RawClient>> clients;
      for (std::size_t i = 1; i <= kCalls; ++i) {
        clients.push_back(std::make_unique<test::RawClient>(server.port()));
        clients.back()->send("GET /things/thermostat-" + std::to_string(i) +
                             "/jobs/firmware-7 HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      server.log.wait_for(before + answered);  // the other clients get no response until they disconnect
    }
    std::size_t gave_up = 0;
    const auto exchanges = server.log.wait_for(before + kCalls);
    for (std::size_t i = before; i < exchanges.size(); ++i) {
      const bool vanished = exchanges[i].decision.faults == std::vector<std::string>{"hang"};
      CHECK(exchanges[i].answer.empty() == vanished);
      CHECK((exchanges[i].close_reason == model::CloseReason::kClientGaveUp) == vanished);
      gave_up += vanished ? 1U : 0U;
    }
    before += kCalls;
    return gave_up;
  };
  CHECK(vanished_at(5s, 15) == 25);  // determined by the seed
  CHECK(vanished_at(20s, 0) == kCalls);
  server.set_time(30s);
  CHECK(of_hundred(server, 200) == 100);
}

TEST_CASE("chaos/retry-storm has room for twenty calls a second and fails each twice", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/retry-storm"));
  std::vector<std::string> waiting;
  for (int thing = 1; thing <= 30; ++thing) {
    waiting.push_back("/things/thermostat-" + std::to_string(thing) + "/jobs/firmware-7");
  }
  // Thirty clients that retry every second need ninety calls. Twenty calls per second are allowed.
  int second = 0;
  for (; !waiting.empty(); ++second) {
    REQUIRE(second < 20);
    server.set_time(std::chrono::seconds(second));
    const auto calls = test::call_at_once(server.port(), waiting);
    std::vector<std::string> still;
    for (std::size_t i = 0; i < calls.size(); ++i) {
      if (calls[i].status() == 429) {
        CHECK(calls[i].header("Retry-After") == "none");
        CHECK(calls[i].header("x-amz-retry-after") == "none");
      }
      if (calls[i].status() != 200) {
        still.push_back(waiting[i]);
      }
    }
    CAPTURE(second);
    CHECK(calls.size() - count_status(calls, 429) == std::min<std::size_t>(20, calls.size()));
    waiting = still;
  }
  CHECK(second >= 5);
}
