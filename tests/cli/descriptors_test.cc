// `serve` with few descriptors: it does not start and says why, or it works, ends when told to, and keeps the admin
// interface reachable whatever clients do.
#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/process.h"
#include "support/raw_client.h"
#include "support/sanitized.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using namespace jobrig;

namespace {

/// Under `prlimit --nofile=LIMIT:LIMIT`.
std::vector<std::string> serve_with(int limit, const std::string& journal) {
  const std::string both = std::to_string(limit) + ":" + std::to_string(limit);
  return {"/usr/bin/prlimit",
          "--nofile=" + both,
          test::jobrig_program(),
          "serve",
          "--admin",
          "127.0.0.1:0",
          "--journal",
          journal,
          "--workers",
          "2"};
}

std::uint16_t port_in(const nlohmann::json& ready, const char* member) { return test::port_of(ready.at(member)); }

}  // namespace

TEST_CASE("with any number of descriptors serve works or does not start and says why", "[cli][serve]") {
  if (test::kSanitized) {
    SUCCEED("a sanitizer uses descriptors of its own");
    return;
  }
  const test::TemporaryFolder folder;
  int refused = 0;
  int served = 0;
  for (int limit = 4; limit < 64; ++limit) {
    INFO("limit " << limit);
    test::Process process(serve_with(limit, (folder.path() / ("journal-" + std::to_string(limit))).string()));
    const auto line = process.next_line();
    if (!line) {
      ++refused;
      const test::Outcome outcome = process.finish();
      CHECK(outcome.exit_code == (limit < 8 ? outcome.exit_code : 2));  // below, the dynamic linker may fail
      CHECK_FALSE(outcome.err.empty());
      CHECK(outcome.out.empty());
      continue;
    }
    ++served;
    const auto ready = nlohmann::json::parse(*line);
    CHECK(test::ask(port_in(ready, "endpoint"), "GET", "/things/thermostat-1/jobs/firmware-7").status == 200);
    CHECK(test::ask(port_in(ready, "admin"), "GET", "/health").status == 200);
    process.send_signal(SIGTERM);
    CHECK(process.finish().exit_code == 0);
  }
  CHECK(refused > 10);
  CHECK(served > 10);
}

TEST_CASE("idle clients cannot take the descriptors of the admin interface", "[cli][serve]") {
  const test::TemporaryFolder folder;
  test::Process process(serve_with(60, (folder.path() / "journal").string()));
  const auto line = process.next_line();
  REQUIRE(line);
  const auto ready = nlohmann::json::parse(*line);
  std::vector<std::unique_ptr<test::RawClient>> idle;
  for (int i = 0; i < 60; ++i) {
    idle.push_back(std::make_unique<test::RawClient>(port_in(ready, "endpoint")));
  }
  REQUIRE(process.wait_for_error_text("accepting connections is paused: Too many open files"));
  for (int i = 0; i < 5; ++i) {
    CHECK(test::ask(port_in(ready, "admin"), "GET", "/journal").status == 200);
  }
  const test::HttpAnswer health = test::ask(port_in(ready, "admin"), "GET", "/health");
  CHECK(health.status == 503);
  CHECK(health.json().at("status") == "failing");
  CHECK(health.json().at("problems").dump() == R"(["listener: paused: no descriptors are left for new connections"])");
  idle.clear();
  // It accepts again without a new client, a moment after it sees that they left.
  const auto guard = std::chrono::steady_clock::now() + test::kHangGuard;
  int status = 503;
  while (status == 503 && std::chrono::steady_clock::now() < guard) {
    status = test::ask(port_in(ready, "admin"), "GET", "/health").status;
  }
  CHECK(status == 200);
  CHECK(test::ask(port_in(ready, "endpoint"), "GET", "/things/thermostat-1/jobs/firmware-7").status == 200);
}
