// An outage in the middle of a roll-out: 1,000 devices, a rule that is enabled and disabled through the admin
// interface, and no execution or version lost. And rules that change while threads plan requests.
#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/admin_desk.h"
#include "support/catch.h"

using namespace jobrig;
using nlohmann::json;
using test::AdminDesk;

namespace {

constexpr int kDevices = 1'000;

const std::string kRollOut = R"(
summary: A roll-out to 1,000 devices.
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  device-{1..1000}: {update: {status: QUEUED}}
rules:
  - {name: outage, answers: [{error: ServiceUnavailableException}]}
)";

std::string device(int number) { return "/things/device-" + std::to_string(number) + "/jobs/"; }

/// Sends an update of each device and returns how many got this status.
int update_all(AdminDesk& desk, const std::string& status, int version, int expected) {
  int count = 0;
  for (int number = 1; number <= kDevices; ++number) {
    const std::string body = json{{"status", status}, {"expectedVersion", version}}.dump();
    count += desk.serve("POST", device(number) + "update", body).reply.status == expected ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("no execution and no version of a roll-out is lost in an outage that is switched on and off",
          "[admin][rules]") {
  AdminDesk desk(kRollOut);
  REQUIRE(desk.ask("PATCH", "/rules/outage", R"({"enabled":false})").status == 200);
  int started = 0;
  for (int number = 1; number <= kDevices; ++number) {
    started += desk.serve("PUT", device(number) + "$next", "{}").reply.status == 200 ? 1 : 0;
  }
  CHECK(started == kDevices);
  CHECK(update_all(desk, "IN_PROGRESS", 2, 200) == kDevices);
  desk.ask("PATCH", "/rules/outage", R"({"enabled":true,"for":"5s"})");
  CHECK(update_all(desk, "SUCCEEDED", 3, 503) == kDevices);
  desk.ask("POST", "/clock/advance", R"({"by":"4s"})");
  CHECK(update_all(desk, "SUCCEEDED", 3, 503) == kDevices);
  desk.ask("POST", "/clock/advance", R"({"by":"1s"})");
  CHECK(update_all(desk, "SUCCEEDED", 3, 200) == kDevices);
  CHECK(update_all(desk, "SUCCEEDED", 4, 409) == kDevices);  // the version is 4, and the status is final
  std::vector<std::string> changes;
  const json journal = desk.ask("GET", "/journal?limit=10").json();
  for (const json& change : journal.at("changes")) {
    changes.push_back(change.at("arrived").get<std::string>() + " " + change.at("what").get<std::string>());
  }
  CHECK(changes == std::vector<std::string>{"2026-01-01T00:00:00Z disabled rule \"outage\"",
                                            "2026-01-01T00:00:00Z enabled rule \"outage\" for 5s",
                                            "2026-01-01T00:00:04Z advanced the time by 4s",
                                            "2026-01-01T00:00:05Z advanced the time by 1s"});
}

TEST_CASE("no execution and no version of a roll-out is lost when the scenario is replaced in its middle",
          "[admin][rules]") {
  AdminDesk desk(kRollOut);
  REQUIRE(desk.ask("PATCH", "/rules/outage", R"({"enabled":false})").status == 200);
  CHECK(update_all(desk, "IN_PROGRESS", 1, 200) == kDevices);
  const std::string next = R"(
summary: A roll-out to 1,000 devices, in its second week.
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  gateway-{1..10}: {update: {status: QUEUED}}
  device-{1..1000}: {cleanup: {status: QUEUED}, update: {status: QUEUED}}
rules:
  - {name: outage, answers: [{error: ServiceUnavailableException}]}
)";
  const json first = desk.ask("PUT", "/scenario?keep=state", next, "application/yaml").json();
  CHECK(first.at("executions") ==
        json::parse(R"({"kept":1000,"restarted":0,"added":1000,"removed":0,"unfinished":0})"));
  CHECK(first.at("changed_things") ==
        json::parse(R"({"added":["gateway-{1..10}"],"changed":["device-{1..1000}"],"removed":[]})"));
  CHECK(desk.get("/things/gateway-10/jobs/update") == 200);
  CHECK(update_all(desk, "IN_PROGRESS", 2, 200) == kDevices);
  int pending = 0;
  for (int number = 1; number <= kDevices; ++number) {
    pending += desk.get(device(number) + "cleanup") == 200 ? 1 : 0;
  }
  CHECK(pending == kDevices);
  const json second = desk.ask("PUT", "/scenario?keep=state", kRollOut, "application/yaml").json();
  CHECK(second.at("executions") ==
        json::parse(R"({"kept":1000,"restarted":0,"added":0,"removed":1001,"unfinished":0})"));
  CHECK(desk.get("/things/gateway-10/jobs/update") == 404);
  CHECK(desk.get(device(1) + "cleanup") == 404);
  CHECK(update_all(desk, "SUCCEEDED", 3, 200) == kDevices);
  CHECK(update_all(desk, "SUCCEEDED", 4, 409) == kDevices);
  CHECK(desk.ask("GET", "/rules").json().at("rules")[0].at("enabled") == false);
  const json changes = desk.ask("GET", "/journal?limit=10").json().at("changes");
  CHECK(changes.size() == 3);
  CHECK(changes.back().at("what") == "replaced the scenario and kept the state");
}

TEST_CASE("rules change while requests are planned and every request meets old or new rules", "[admin][rules]") {
  AdminDesk desk(kRollOut);
  std::atomic<bool> stop{false};
  std::atomic<int> planned{0};
  std::atomic<int> wrong{0};
  const auto client = [&](int number) {
    const std::string target = device(number) + "update";
    while (!stop || planned < 100) {
      model::Request request;
      request.method = "GET";
      request.target = target;
      const test::HttpPlan plan(desk.sandboxes.plan(request));
      const int status = plan.reply.status;
      wrong += status == 200 || status == 503 || status == 429 ? 0 : 1;
      ++planned;
    }
  };
  std::vector<std::thread> clients;
  clients.reserve(3);
  for (int number = 1; number <= 3; ++number) {
    clients.emplace_back(client, number);
  }
  int refused = 0;
  for (int round = 0; round < 50; ++round) {
    const auto ask = [&](std::string_view method, std::string_view target, std::string_view body, int status) {
      refused += desk.ask(method, target, body).status == status ? 0 : 1;
    };
    ask("PATCH", "/rules/outage", R"({"enabled":false})", 200);
    ask("POST", "/rules", R"({"name":"busy","position":1,"answers":[{"error":"ThrottlingException","times":3}]})", 201);
    ask("PUT", "/rules/busy", R"({"answers":[{"error":"ThrottlingException","times":1},"documented"]})", 200);
    ask("PATCH", "/rules/outage", R"({"enabled":true})", 200);
    ask("POST", "/executions", R"({"thing":"device-1","job":"j)" + std::to_string(round) + "\"}", 201);
    ask("DELETE", "/rules/busy", "", 200);
  }
  stop = true;
  for (std::thread& thread : clients) {
    thread.join();
  }
  CHECK(refused == 0);
  CHECK(wrong == 0);
  CHECK(planned >= 100);
}
