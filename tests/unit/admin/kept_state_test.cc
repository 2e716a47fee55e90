// PUT /scenario?keep=state: another scenario, and the same executions, counters, time and journal.
#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

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

std::string kept_things(const std::string& things, const std::string& more = "") {
  return "summary: Things that change.\nclock: {start: 2026-01-01T00:00:00Z, rate: 0}\nthings: {" + things + "}\n" +
         more;
}

AdminAnswer keep(AdminDesk& desk, const std::string& scenario) {
  return desk.ask("PUT", kKeptTarget, scenario, "application/yaml");
}

std::string describe_through(AdminDesk& desk, const std::string& target) {
  const test::HttpPlan plan = desk.serve("GET", target);
  if (plan.reply.status != 200) {
    return std::to_string(plan.reply.status);
  }
  const json execution = json::parse(plan.reply.body).at("execution");
  return execution.at("status").get<std::string>() + " v" + execution.at("versionNumber").dump();
}

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
  CHECK(desk.get("/things/t/jobs/j") == 200);  // its second too: a rule is known by its name
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

TEST_CASE("a changed rule counts from where it was and a removed one does not come back with its count",
          "[admin][rules]") {
  AdminDesk desk(kKeptHead + kKeptRules);
  desk.get("/things/t/jobs");
  keep(desk, kKeptHead + "  - {name: first, answers: [{error: ServiceUnavailableException, times: 2}, documented]}\n");
  CHECK(desk.get("/things/t/jobs") == 503);  // its second use
  CHECK(desk.get("/things/t/jobs") == 200);
  const json rules = desk.ask("GET", "/rules").json().at("rules");
  CHECK(rules[0].at("answered") == 3);
  CHECK(keep(desk, kKeptHead + "  - {name: other, when: {thing: u}, answers: [documented]}\n")
            .json()
            .at("changed_rules") == json::parse(R"({"added":["other"],"changed":[],"removed":["first"]})"));
  keep(desk, kKeptHead + kKeptRules);
  CHECK(desk.ask("GET", "/rules").json().at("rules")[0].at("answered") == 0);
  CHECK(desk.get("/things/t/jobs") == 429);
}

TEST_CASE("another scenario keeps what is still there, and the answer lists what is not", "[admin][rules]") {
  AdminDesk desk(
      kept_things("t: {j: {status: QUEUED}, begun: {status: QUEUED}, gone: {status: QUEUED}}, "
                  "removed: {j: {status: QUEUED}}"));
  CHECK(desk.serve("POST", "/things/t/jobs/begun", R"({"status":"IN_PROGRESS"})").reply.status == 200);
  CHECK(describe_through(desk, "/things/t/jobs/gone") == "QUEUED v1");
  CHECK(describe_through(desk, "/things/removed/jobs/j") == "QUEUED v1");
  CHECK(describe_through(desk, "/things/added/jobs/j") == "404");
  CHECK(describe_through(desk, "/things/t/jobs/new") == "404");
  const AdminAnswer kept =
      keep(desk, kept_things("t: {new: {status: IN_PROGRESS}, begun: {status: QUEUED, document: {a: 1}}, "
                             "j: {status: QUEUED}}, added: {j: {status: QUEUED}}",
                             "seed: 4\ntimestamps: milliseconds\n"));
  CAPTURE(kept.text);
  REQUIRE(kept.status == 200);
  const json answer = kept.json();
  CHECK(answer.at("changed_rules") == json::parse(R"({"added":[],"changed":[],"removed":[]})"));
  CHECK(answer.at("changed_things") == json::parse(R"({"added":["added"],"changed":["t"],"removed":["removed"]})"));
  CHECK(answer.at("changed_executions") ==
        json::parse(R"({"added":["t/new/1"],"changed":["t/begun/1"],"removed":["t/gone/1"]})"));
  CHECK(answer.at("changed_settings") == json::parse(R"(["timestamps"])"));
  CHECK(answer.at("settings_at_reset") == json::parse(R"(["seed"])"));
  CHECK(answer.at("executions") == json::parse(R"({"kept":1,"restarted":0,"added":1,"removed":2,"unfinished":1})"));
  CHECK(answer.at("unfinished") == json::parse(R"(["t/begun/1"])"));
  CHECK(describe_through(desk, "/things/t/jobs/begun") == "IN_PROGRESS v2");
  CHECK(describe_through(desk, "/things/t/jobs/new") == "IN_PROGRESS v1");
  CHECK(describe_through(desk, "/things/added/jobs/j") == "QUEUED v1");
  CHECK(describe_through(desk, "/things/t/jobs/gone") == "404");
  CHECK(describe_through(desk, "/things/removed/jobs/j") == "404");
  CHECK(desk.ask("GET", "/journal").json().at("changes").back().at("what") ==
        "replaced the scenario and kept the state");
  desk.ask("POST", "/reset");
  CHECK(describe_through(desk, "/things/t/jobs/begun") == "QUEUED v1");
}

TEST_CASE("another seed and another clock apply from the next reset on", "[admin][rules]") {
  AdminDesk desk(kept_things("t: {j: {status: QUEUED}}"));
  REQUIRE(desk.ask("POST", "/sandboxes", R"({"scenario":"seed: 3\nthings: {t: {j: {status: QUEUED}}}"})").status ==
          201);
  const json kept =
      desk.ask("PUT", "/sandboxes/sandbox-1" + kKeptTarget,
               "seed: 4\nclock: {start: 2030-01-01T00:00:00Z, rate: 0}\nthings: {t: {j: {status: QUEUED}}}\n",
               "application/yaml")
          .json();
  CHECK(kept.at("seed") == 3);
  CHECK(kept.at("settings_at_reset") == json::parse(R"(["seed","clock"])"));
  CHECK(desk.ask("POST", "/sandboxes/sandbox-1/reset").status == 200);
  CHECK(desk.ask("GET", "/sandboxes/sandbox-1/scenario").json().at("seed") == 4);
  CHECK(desk.ask("GET", "/sandboxes/sandbox-1/clock").json().at("now") == "2030-01-01T00:00:00Z");
}

TEST_CASE("settings of another scenario apply at once also to answers that were prepared", "[admin][rules]") {
  AdminDesk desk(kept_things("t: {j: {status: QUEUED}}"));
  const auto queued_at = [&desk] {
    std::string text;
    for (int i = 0; i < 3; ++i) {  // the third response is a prepared one
      text = desk.serve("GET", "/things/t/jobs/j").reply.body;
    }
    return json::parse(text).at("execution").at("queuedAt");
  };
  CHECK(queued_at() == 1767225600);
  CHECK(keep(desk, kept_things("t: {j: {status: QUEUED}}", "timestamps: milliseconds\n")).status == 200);
  CHECK(queued_at() == 1767225600000);
}

TEST_CASE("the answer names at most 100 of what has changed", "[admin][rules]") {
  std::string things = "t: {j: {status: QUEUED}}";
  AdminDesk desk(kept_things(things));
  for (int i = 0; i < 130; ++i) {
    things += ", u-" + std::to_string(i) + ": {j: {status: QUEUED}}";
  }
  const json answer = keep(desk, kept_things(things)).json();
  CHECK(answer.at("changed_things").at("added").size() == 100);
  CHECK(answer.at("changed_things").at("more") == 30);
}

TEST_CASE("a scenario that the server cannot serve leaves everything as it is", "[admin][rules]") {
  AdminDesk desk(kKeptHead + kKeptRules);
  CHECK(desk.serve("POST", "/things/t/jobs/j", R"({"status":"IN_PROGRESS"})").reply.status == 200);
  CHECK(desk.ask("PUT", "/scenario?keep=everything", json{{"scenario", kKeptHead + kKeptRules}}.dump()).status == 400);
  CHECK(keep(desk, "things: {t: {j: {status: QUEUD}}}\n").status == 422);
  CHECK(keep(desk, kept_things("t: {j: {status: QUEUED}}", "tls: [{certificate: expired}]\n")).status == 422);
  CHECK(desk.ask("PUT", kKeptTarget, R"({"scenario":)").status == 400);
  CHECK(desk.ask("PUT", kKeptTarget, "[]").status == 400);
  CHECK(desk.ask("GET", "/rules").json().at("rules").size() == 2);
  CHECK(describe_through(desk, "/things/t/jobs/j") == "429");
  CHECK(describe_through(desk, "/things/t/jobs/j") == "429");
  CHECK(describe_through(desk, "/things/t/jobs/j") == "IN_PROGRESS v2");
}

TEST_CASE("names with markup in a kept scenario are returned as JSON and as they are", "[admin][rules]") {
  AdminDesk desk(kept_things("t: {j: {status: QUEUED}}"));
  const std::string name = "<script>alert(\"1\")</script>&\\";
  const json scenario{{"summary", "x"},
                      {"clock", {{"start", "2026-01-01T00:00:00Z"}, {"rate", 0}}},
                      {"things", {{"t", {{"j", {{"status", "QUEUED"}}}}}}},
                      {"rules", json::array({{{"name", name}, {"answers", json::array({"documented"})}}})}};
  const AdminAnswer kept = desk.ask("PUT", kKeptTarget, json{{"scenario", scenario}}.dump());
  CAPTURE(kept.text);
  REQUIRE(kept.status == 200);
  CHECK(kept.json().at("changed_rules").at("added")[0] == name);
  CHECK(kept.headers.front().value == "application/json");
  CHECK(keep(desk, kept_things("\"<b>\": {j: {status: QUEUED}}")).status == 422);  // no thing has such a name
}

TEST_CASE("things are replaced while threads use them", "[admin][rules]") {
  constexpr int kRounds = 60;
  const std::string odd =
      kept_things("\"d-{1..50}\": {j: {document: {a: 1}}, odd: {status: QUEUED}}, u: {j: {status: QUEUED}}");
  const std::string even = kept_things("\"d-{1..60}\": {even: {document: {a: 2}}, j: {document: {a: 1}}}");
  AdminDesk desk(odd);
  std::atomic<bool> stop{false};
  std::atomic<int> lost{0};
  std::atomic<int> updates{0};
  const auto device = [&](int number) {
    const std::string path = "/things/d-" + std::to_string(number) + "/jobs/";
    const auto ask = [&](const std::string& method, const std::string& target, const std::string& body = "") {
      model::Request request;
      request.method = method;
      request.target = target;
      request.body = body;
      request.headers.push_back({"Content-Type", "application/json"});
      const test::HttpPlan plan(desk.sandboxes.plan(request));
      return plan.reply.status;
    };
    while (!stop) {
      lost += ask("GET", path + "j") == 200 ? 0 : 1;
      lost += ask("POST", path + "j", R"({"status":"IN_PROGRESS"})") == 200 ? 0 : 1;
      ++updates;
      ask("GET", path + "even");
      ask("GET", path + "odd?includeJobDocument=true");
      ask("PUT", path + "$next", "{}");
      ask("GET", "/things/u/jobs/j");
      ask("GET", "/things/d-" + std::to_string(50 + number) + "/jobs/j");
    }
  };
  std::vector<std::thread> devices;
  for (int number = 1; number <= 3; ++number) {
    devices.emplace_back(device, number);
  }
  int refused = 0;
  for (int round = 0; round < kRounds; ++round) {
    refused += keep(desk, round % 2 == 0 ? even : odd).status == 200 ? 0 : 1;
  }
  stop = true;
  for (std::thread& one : devices) {
    one.join();
  }
  CHECK(refused == 0);
  CHECK(lost == 0);
  int versions = 0;
  for (int number = 1; number <= 3; ++number) {
    const std::string text = describe_through(desk, "/things/d-" + std::to_string(number) + "/jobs/j");
    versions += std::stoi(text.substr(text.find('v') + 1)) - 1;
  }
  CHECK(versions >= updates);  // each update gave the next version; a start of $next may have given one more
  CHECK(versions <= updates + 3);
}
