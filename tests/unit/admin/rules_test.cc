// Admin routes for rules: switches that keep executions, counters and journal, and what is wrong with calls that are
// rejected.
#include <nlohmann/json.hpp>
#include <string>

#include "support/admin_desk.h"
#include "support/catch.h"

using namespace jobrig;
using nlohmann::json;
using test::AdminDesk;

namespace {

const std::string kRulesScenario = R"(
summary: Two rules, one of them without a name.
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  t: {j: {status: QUEUED}}
rules:
  - {name: "out/age \"1\"", when: {thing: t}, answers: [{error: ServiceUnavailableException}]}
  - {when: {thing: t}, answers: [{error: ThrottlingException, times: 2}, documented]}
)";
const std::string kOutage = "/rules/out%2Fage%20%221%22";
const std::string kJob = "/things/t/jobs/j";

std::string error_of(const test::AdminAnswer& answer) { return answer.json().at("error"); }

}  // namespace

TEST_CASE("rules are listed with position and uses", "[admin][rules]") {
  AdminDesk desk(kRulesScenario);
  desk.get(kJob);
  desk.get(kJob);
  CHECK(desk.ask("GET", "/rules").json() == json::parse(R"({"rules":[
          {"name":"out/age \"1\"","position":1,"enabled":true,"answered":2,"from":"scenario"},
          {"name":"rule 2","position":2,"enabled":true,"answered":0,"from":"scenario"}]})"));
}

TEST_CASE("a disabled rule is skipped and everything else stays", "[admin][rules]") {
  AdminDesk desk(kRulesScenario);
  CHECK(desk.get(kJob) == 503);
  const auto generation = desk.sandboxes.main()->generation();
  const test::AdminAnswer off = desk.ask("PATCH", kOutage, R"({"enabled":false})");
  CHECK(off.status == 200);
  CHECK(off.json() ==
        json::parse(R"({"name":"out/age \"1\"","position":1,"enabled":false,"answered":1,"from":"scenario"})"));
  CHECK(desk.get(kJob) == 429);  // the next rule
  CHECK(desk.ask("PATCH", "/rules/rule%202", R"({"enabled":false})").status == 200);
  CHECK(desk.get(kJob) == 200);
  CHECK(desk.serve("POST", kJob, R"({"status":"IN_PROGRESS"})").reply.status == 200);
  CHECK(desk.ask("PATCH", "/rules/rule%202", R"({"enabled":true})").status == 200);
  CHECK(desk.get(kJob) == 429);  // its second use: the count has stayed
  CHECK(desk.get(kJob) == 200);
  CHECK(desk.ask("PATCH", kOutage, R"({"enabled":true})").status == 200);
  CHECK(desk.get(kJob) == 503);
  CHECK(desk.sandboxes.main()->generation() == generation);
  CHECK(desk.ask("GET", "/journal?thing=t").json().at("records").size() == 7);
}

TEST_CASE("a switch with a time changes back when the scenario time is there", "[admin][rules]") {
  AdminDesk desk(kRulesScenario);
  const json off = desk.ask("PATCH", kOutage, R"({"enabled":false,"for":"5m"})").json();
  CHECK(off.at("until") == "2026-01-01T00:05:00Z");
  CHECK(desk.get(kJob) == 429);
  desk.ask("POST", "/clock/advance", R"({"by":"299s"})");
  CHECK(desk.get(kJob) == 429);
  desk.ask("POST", "/clock/advance", R"({"by":"1s"})");
  CHECK(desk.get(kJob) == 503);
  const json now = desk.ask("GET", "/rules").json().at("rules")[0];
  CHECK(now.at("enabled") == true);
  CHECK_FALSE(now.contains("until"));
}

TEST_CASE("a reset enables all rules", "[admin][rules]") {
  AdminDesk desk(kRulesScenario);
  desk.ask("PATCH", kOutage, R"({"enabled":false})");
  desk.ask("POST", "/reset");
  CHECK(desk.get(kJob) == 503);
}

TEST_CASE("a sandbox has switches of its own", "[admin][rules]") {
  AdminDesk desk(kRulesScenario);
  REQUIRE(desk.ask("POST", "/sandboxes").status == 201);
  CHECK(desk.ask("PATCH", "/sandboxes/sandbox-1" + kOutage, R"({"enabled":false})").status == 200);
  CHECK(desk.get("/sandbox-1" + kJob) == 429);
  CHECK(desk.get(kJob) == 503);
  CHECK(desk.ask("GET", "/sandboxes/sandbox-1/rules").json().at("rules")[0]["enabled"] == false);
  CHECK(desk.ask("GET", "/rules").json().at("rules")[0]["enabled"] == true);
}

TEST_CASE("near misses say that a rule is disabled", "[admin][rules]") {
  AdminDesk desk(
      "summary: s\nclock: {start: 2026-01-01T00:00:00Z, rate: 0}\n"
      "rules: [{name: r, answers: [{error: ThrottlingException}]}]\n");
  desk.ask("PATCH", "/rules/r", R"({"enabled":false,"for":"1h"})");
  desk.get("/things/t/jobs/j");
  const json misses = desk.ask("GET", "/near-misses").json().at("requests")[0].at("misses");
  CHECK(misses[0].at("reasons") == json{"it is disabled until 2026-01-01T01:00:00Z"});
  desk.ask("PATCH", "/rules/r", R"({"enabled":false})");
  CHECK(desk.ask("GET", "/near-misses").json().at("requests")[0].at("misses")[0].at("reasons") ==
        json{"it is disabled"});
}

TEST_CASE("switches that are wrong change nothing and say why", "[admin][rules]") {
  AdminDesk desk(kRulesScenario);
  const auto wrong = [&desk](const std::string& path, const std::string& body, int status, const std::string& why) {
    const test::AdminAnswer answer = desk.ask("PATCH", path, body);
    CAPTURE(body);
    CHECK(answer.status == status);
    CHECK(error_of(answer) == why);
  };
  wrong(kOutage, "{}", 400, R"("enabled" must be true or false: {"enabled":false,"for":"5m"})");
  wrong(kOutage, R"({"enabled":"no"})", 400, R"("enabled" must be true or false: {"enabled":false,"for":"5m"})");
  wrong(kOutage, R"({"enabeld":true})", 400, R"(the body has no member "enabeld"; did you mean "enabled"?)");
  wrong(kOutage, R"({"enabled":true,"for":"0s"})", 400,
        R"("for" must be longer than 0s; without it, the rule stays as it is set)");
  wrong(kOutage, R"({"enabled":true,"for":5})", 400, R"("for" must be text)");
  wrong("/rules/rule%203", R"({"enabled":true})", 404,
        R"(unknown rule "rule 3"; did you mean "rule 2"?; GET /rules lists the rules)");
  wrong("/rules/rule%2", R"({"enabled":true})", 404,
        R"(unknown path "/rules/rule%2"; GET /openapi.json lists the paths)");
  CHECK(desk.ask("POST", kOutage, "{}").status == 405);
  CHECK(desk.ask("GET", "/rules").json().at("rules")[0]["enabled"] == true);
  CHECK(desk.get(kJob) == 503);
}
