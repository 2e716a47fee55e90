// Admin routes that add, replace and delete rules while executions, counters and journal stay, and the record of who
// changed what.
#include <nlohmann/json.hpp>
#include <string>

#include "support/admin_desk.h"
#include "support/catch.h"

using namespace jobrig;
using nlohmann::json;
using test::AdminAnswer;
using test::AdminDesk;

namespace {

const std::string kChangedScenario = R"(
summary: A rule that answers twice.
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  t: {j: {status: QUEUED}}
rules:
  - {name: twice, when: {thing: t}, answers: [{error: ThrottlingException, times: 2}, documented]}
)";
const std::string kChangedJob = "/things/t/jobs/j";
const std::string kOutageRule = R"({"name":"outage","position":1,"answers":[{"error":"ServiceUnavailableException"}]})";

std::vector<std::string> rule_names(AdminDesk& desk) {
  std::vector<std::string> names;
  const json answer = desk.ask("GET", "/rules").json();
  for (const json& rule : answer.at("rules")) {
    names.push_back(rule.at("name"));
  }
  return names;
}

}  // namespace

TEST_CASE("an added rule answers at its position and the counts of the others stay", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  CHECK(desk.get(kChangedJob) == 429);
  const AdminAnswer added = desk.ask("POST", "/rules", kOutageRule);
  CHECK(added.status == 201);
  CHECK(added.json() == json::parse(R"({"name":"outage","position":1,"enabled":true,"answered":0,"from":"added"})"));
  CHECK(desk.get(kChangedJob) == 503);
  CHECK(desk.ask("DELETE", "/rules/outage").json() == json{{"deleted", "outage"}});
  CHECK(desk.get(kChangedJob) == 429);  // the second use of "twice"
  CHECK(desk.get(kChangedJob) == 200);
  CHECK(desk.ask("GET", "/journal?thing=t").json().at("records").size() == 4);
  CHECK(desk.ask("GET", "/rules").json().at("rules")[0].at("answered") == 3);
}

TEST_CASE("executions and their versions stay when rules change", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  desk.ask("DELETE", "/rules/twice");
  CHECK(desk.serve("POST", kChangedJob, R"({"status":"IN_PROGRESS"})").reply.status == 200);
  desk.ask("POST", "/rules", kOutageRule);
  desk.ask("DELETE", "/rules/outage");
  const test::HttpPlan described = desk.serve("GET", kChangedJob);
  CHECK(described.reply.body.find(R"("versionNumber":2)") != std::string::npos);
  CHECK(described.reply.body.find(R"("status":"IN_PROGRESS")") != std::string::npos);
}

TEST_CASE("a replaced rule begins its answers again and the others do not", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  desk.get(kChangedJob);
  const AdminAnswer replaced = desk.ask(
      "PUT", "/rules/twice", R"({"answers":[{"error":"ServiceUnavailableException","times":1},"documented"]})");
  CHECK(replaced.status == 200);
  CHECK(replaced.json() == json::parse(R"({"name":"twice","position":1,"enabled":true,"answered":0,"from":"added"})"));
  CHECK(desk.get(kChangedJob) == 503);
  CHECK(desk.get(kChangedJob) == 200);
}

TEST_CASE("a switch stays when other rules change", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  desk.ask("PATCH", "/rules/twice", R"({"enabled":false,"for":"1h"})");
  desk.ask("POST", "/rules", R"({"when":{"thing":"other"},"answers":["documented"]})");
  CHECK(desk.ask("GET", "/rules").json().at("rules")[0].at("until") == "2026-01-01T01:00:00Z");
  CHECK(desk.get(kChangedJob) == 200);
}

TEST_CASE("rules without a name get a free one", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  desk.ask("POST", "/rules", R"({"name":"rule 3","answers":["documented"]})");
  CHECK(desk.ask("POST", "/rules", R"({"answers":["documented"]})").json().at("name") == "rule 4");
  CHECK(desk.ask("POST", "/rules", R"({"position":2,"answers":["documented"]})").json().at("position") == 2);
  CHECK(rule_names(desk) == std::vector<std::string>{"twice", "rule 5", "rule 3", "rule 4"});
}

TEST_CASE("a reset restores the rules of the scenario", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  desk.ask("POST", "/rules", kOutageRule);
  desk.ask("DELETE", "/rules/twice");
  desk.ask("POST", "/reset");
  CHECK(rule_names(desk) == std::vector<std::string>{"twice"});
  CHECK(desk.get(kChangedJob) == 429);
}

TEST_CASE("rules with mistakes change nothing and say where", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  const AdminAnswer refused = desk.ask("POST", "/rules", R"({"answers":[{"eror":"ThrottlingException"}]})");
  CHECK(refused.status == 422);
  const json answer = refused.json();
  CHECK(answer.at("error") == "the rule has mistakes; the rules stay as they are");
  REQUIRE_FALSE(answer.at("mistakes").empty());
  CHECK(answer["mistakes"][0]["file"] == "body");
  CHECK(answer["mistakes"][0]["line"].get<int>() > 1);
  CHECK(desk.ask("POST", "/rules", R"({"name":"twice","answers":["documented"]})").status == 409);
  CHECK(desk.ask("POST", "/rules", R"({"position":3,"answers":["documented"]})").status == 400);
  CHECK(desk.ask("POST", "/rules", R"({"position":0,"answers":["documented"]})").status == 422);
  CHECK(desk.ask("POST", "/rules", "[]").status == 422);
  CHECK(desk.ask("POST", "/rules").status >= 400);
  CHECK(desk.ask("PUT", "/rules/twice", R"({"name":"other","answers":["documented"]})").status == 400);
  CHECK(desk.ask("PUT", "/rules/other", R"({"answers":["documented"]})").status == 404);
  CHECK(desk.ask("DELETE", "/rules/other").status == 404);
  CHECK(rule_names(desk) == std::vector<std::string>{"twice"});
}

TEST_CASE("names with markup and quotes are stored and returned as they are", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  const std::string name = "<script>alert(\"1\")</script>&\\";
  const json rule{{"name", name}, {"answers", json::array({"documented"})}};
  CHECK(desk.ask("POST", "/rules", rule.dump()).json().at("name") == name);
  const AdminAnswer listed = desk.ask("GET", "/rules");
  CHECK(listed.json().at("rules")[1].at("name") == name);
  CHECK(listed.headers.front().value == "application/json");
  CHECK(desk.ask("POST", "/rules", R"({"name":"a\nb","answers":["documented"]})").status == 422);
  const std::string target = "/rules/%3Cscript%3Ealert(%221%22)%3C%2Fscript%3E%26%5C";
  CHECK(desk.ask("PATCH", target, R"({"enabled":false})").json().at("enabled") == false);
  const json changes = desk.ask("GET", "/journal").json().at("changes");
  CHECK(changes.back().at("what") == "disabled rule \"" + name + "\"");
  CHECK(desk.ask("DELETE", target).status == 200);
}

TEST_CASE("the journal shows what was changed and when in order with the exchanges", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  desk.get(kChangedJob);
  desk.ask("PATCH", "/rules/twice", R"({"enabled":false,"for":"5s"})");
  desk.ask("POST", "/clock/advance", R"({"by":"2s"})");
  desk.get(kChangedJob);
  desk.ask("POST", "/rules", kOutageRule);
  desk.ask("PATCH", "/rules/nobody", R"({"enabled":false})");  // changes nothing
  const json journal = desk.ask("GET", "/journal").json();
  CHECK(journal.at("records").size() == 2);
  CHECK(journal.at("changes") == json::parse(R"([
    {"number":1,"position":1,"arrived":"2026-01-01T00:00:00Z","who":"","what":"disabled rule \"twice\" for 5s"},
    {"number":2,"position":1,"arrived":"2026-01-01T00:00:02Z","who":"","what":"advanced the time by 2s"},
    {"number":3,"position":2,"arrived":"2026-01-01T00:00:02Z","who":"","what":"added rule \"outage\" at position 1"}])"));
  CHECK(desk.ask("GET", "/journal?after=2").json().at("changes").size() == 1);
  desk.ask("POST", "/reset");
  CHECK(desk.ask("GET", "/journal").json().at("changes").back().at("what") == "reset everything");
}

TEST_CASE("a body can be YAML", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  CHECK(desk.ask("POST", "/rules", "name: outage\nposition: 1\nanswers:\n  - error: ServiceUnavailableException\n",
                 "application/yaml")
            .status == 201);
  CHECK(desk.get(kChangedJob) == 503);
  CHECK(desk.ask("PATCH", "/rules/outage", "enabled: false  # for now\n", "application/x-yaml; charset=utf-8").status ==
        200);
  CHECK(desk.get(kChangedJob) == 429);
  const AdminAnswer wrong = desk.ask("PATCH", "/rules/outage", "enabled: [\n", "application/yaml");
  CHECK(wrong.status == 400);
  CHECK(wrong.text.find("the body is not valid YAML: line ") != std::string::npos);
  CHECK(desk.ask("PATCH", "/rules/outage", "enabled: \"false\"", "application/yaml").status == 400);
  CHECK(desk.ask("POST", "/clock/advance", "by: 5s", "application/yaml").status == 200);
}

TEST_CASE("the answers of a rule are changed and its counters stay", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  CHECK(desk.get(kChangedJob) == 429);
  const AdminAnswer changed = desk.ask(
      "PATCH", "/rules/twice", R"({"answers":[{"error":"ServiceUnavailableException","times":2},"documented"]})");
  CHECK(changed.status == 200);
  CHECK(changed.json() == json::parse(R"({"name":"twice","position":1,"enabled":true,"answered":1,"from":"added"})"));
  CHECK(desk.get(kChangedJob) == 503);  // its second use
  CHECK(desk.get(kChangedJob) == 200);
  CHECK(desk.ask("PATCH", "/rules/twice", R"({"faults":[{"status":500}]})").status == 422);  // no such fault
  CHECK(desk.get(kChangedJob) == 200);
  CHECK(desk.ask("GET", "/rules").json().at("rules")[0].at("answered") == 4);
  desk.ask("POST", "/reset");
  CHECK(desk.get(kChangedJob) == 429);
}

TEST_CASE("faults of a rule are replaced and a switch can be in the same call", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  CHECK(desk.ask("PATCH", "/rules/twice", R"({"faults":[{"delay":"1s"}]})").status == 200);
  CHECK(desk.serve("GET", kChangedJob).faults.size() == 1);
  const json both = desk.ask("PATCH", "/rules/twice", R"({"faults":[],"enabled":false,"for":"5m"})").json();
  CHECK(both.at("enabled") == false);
  CHECK(both.at("until") == "2026-01-01T00:05:00Z");
  CHECK(desk.get(kChangedJob) == 200);
  desk.ask("PATCH", "/rules/twice", R"({"enabled":true})");
  const test::HttpPlan plan = desk.serve("GET", kChangedJob);
  CHECK(plan.reply.status == 429);  // its second use
  CHECK(plan.faults.empty());
  const json changes = desk.ask("GET", "/journal").json().at("changes");
  CHECK(changes[0].at("what") == "changed faults of rule \"twice\"");
  CHECK(changes[1].at("what") == "changed faults of rule \"twice\" and disabled it for 5m");
}

TEST_CASE("a change of a rule with mistakes changes nothing and says where", "[admin][rules]") {
  AdminDesk desk(kChangedScenario);
  const AdminAnswer refused = desk.ask("PATCH", "/rules/twice", R"({"answers":[{"eror":"ThrottlingException"}]})");
  CHECK(refused.status == 422);
  CHECK(refused.json().at("error") == "the rule has mistakes; the rules stay as they are");
  CHECK(refused.json().at("mistakes")[0].at("file") == "body");
  // The operations of `when` still count.
  CHECK(desk.ask("PATCH", "/rules/twice", R"({"faults":[{"close":{"at":"accept"}}]})").status == 422);
  CHECK(desk.ask("PATCH", "/rules/twice", R"({"answers":[]})").status == 422);
  CHECK(desk.ask("PATCH", "/rules/twice", R"({"answers":["documented"],"enabled":1})").status == 400);
  CHECK(desk.ask("PATCH", "/rules/twice", R"({"answers":["documented"],"for":"5m"})").status == 400);
  CHECK(desk.ask("PATCH", "/rules/twice", R"({"answers":["documented"],"when":{}})").status == 400);
  CHECK(desk.ask("PATCH", "/rules/other", R"({"answers":["documented"]})").status == 404);
  CHECK(desk.ask("PATCH", "/rules/twice", "[]").status == 400);
  CHECK(desk.get(kChangedJob) == 429);
  CHECK(desk.ask("GET", "/journal").json().at("changes").empty());
}
