// PUT /scenario?keep=state: other rules, and the same executions, counters, time and journal.
#include <nlohmann/json.hpp>
#include <string>

#include "support/admin_desk.h"
#include "support/catch.h"

using namespace jobrig;
using nlohmann::json;
using test::AdminAnswer;
using test::AdminDesk;

namespace {

const std::string kKeptHead = R"(
summary: Rules that change.
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things: {t: {j: {status: QUEUED}}}
rules:
)";
const std::string kKeptRules = R"(
  - {name: first, when: {operation: GetPendingJobExecutions}, answers: [{error: ThrottlingException, times: 2}, documented]}
  - {name: second, when: {operation: DescribeJobExecution}, answers: [{error: ThrottlingException, times: 2}, documented]}
)";
const std::string kKeptTarget = "/scenario?keep=state";

}  // namespace

TEST_CASE("rules are replaced and what is equal continues", "[admin][rules]") {
  AdminDesk desk(kKeptHead + kKeptRules);
  CHECK(desk.serve("POST", "/things/t/jobs/j", R"({"status":"IN_PROGRESS"})").reply.status == 200);
  CHECK(desk.get("/things/t/jobs") == 429);
  CHECK(desk.get("/things/t/jobs/j") == 429);
  desk.ask("POST", "/clock/advance", R"({"by":"1h"})");
  const AdminAnswer replaced = desk.ask("PUT", kKeptTarget, "# a comment" + kKeptHead + R"(
  - {name: third, when: {thing: nobody}, answers: [documented]}
  - {when: {operation: GetPendingJobExecutions}, name: first, answers: [{error: ThrottlingException, times: 2}, documented]}
  - {name: second, when: {operation: DescribeJobExecution}, answers: [{error: ServiceUnavailableException, times: 1}, documented]}
)",
                                        "application/yaml");
  CAPTURE(replaced.text);
  REQUIRE(replaced.status == 200);
  CHECK(replaced.json().at("changed_rules") == json::parse(R"({"added":["third"],"changed":["second"],"removed":[]})"));
  CHECK(desk.get("/things/t/jobs") == 429);  // its second use
  CHECK(desk.get("/things/t/jobs") == 200);
  CHECK(desk.get("/things/t/jobs/j") == 503);  // its first
  CHECK(desk.serve("GET", "/things/t/jobs/j").reply.body.find(R"("versionNumber":2)") != std::string::npos);
  CHECK(desk.ask("GET", "/clock").json().at("elapsed") == "1h");
  CHECK(desk.ask("GET", "/journal?thing=t").json().at("records").size() == 7);
}

TEST_CASE("rules that were added while serving are not in the new scenario", "[admin][rules]") {
  AdminDesk desk(kKeptHead + kKeptRules);
  desk.ask("POST", "/rules", R"({"name":"more","answers":["documented"]})");
  desk.ask("PATCH", "/rules/second", R"({"enabled":false})");
  const json scenario{{"scenario", kKeptHead + kKeptRules}};
  CHECK(desk.ask("PUT", kKeptTarget, scenario.dump()).json().at("changed_rules") ==
        json::parse(R"({"added":[],"changed":[],"removed":["more"]})"));
  CHECK(desk.ask("GET", "/rules").json().at("rules").size() == 2);
  CHECK(desk.ask("GET", "/rules").json().at("rules")[1].at("enabled") == false);
  desk.ask("POST", "/reset");
  CHECK(desk.ask("GET", "/rules").json().at("rules").size() == 2);
}

TEST_CASE("a scenario that differs in more than rules cannot keep the state", "[admin][rules]") {
  AdminDesk desk(kKeptHead + kKeptRules);
  std::string other = kKeptHead + kKeptRules;
  other.replace(other.find("QUEUED"), 6, "IN_PROGRESS");
  const AdminAnswer refused = desk.ask("PUT", kKeptTarget, json{{"scenario", other}}.dump());
  CHECK(refused.status == 422);
  CHECK(refused.json().at("error") ==
        "the state cannot be kept, because \"things\" differs too; only \"rules\" and \"summary\" may differ; without "
        "keep=state, everything is reset");
  CHECK(desk.ask("PUT", "/scenario?keep=everything", json{{"scenario", other}}.dump()).status == 400);
  CHECK(desk.ask("PUT", "/scenario", json{{"scenario", other}}.dump()).status == 200);
}
