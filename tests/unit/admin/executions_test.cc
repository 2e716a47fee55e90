// Admin routes for executions: what a client sees after a job was added or an execution was changed.
#include <nlohmann/json.hpp>
#include <string>

#include "support/admin_desk.h"
#include "support/catch.h"

using namespace jobrig;
using nlohmann::json;
using test::AdminAnswer;
using test::AdminDesk;

namespace {

const std::string kExecutionsScenario = R"(
summary: One job.
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  t: {j: {status: IN_PROGRESS, document: {n: "${count}"}}}
)";

json described(AdminDesk& desk, const std::string& target) {
  const test::HttpPlan plan = desk.serve("GET", target);
  CAPTURE(target, plan.reply.body);
  REQUIRE(plan.reply.status == 200);
  return json::parse(plan.reply.body);
}

}  // namespace

TEST_CASE("an added job arrives at a thing that has asked for it before", "[admin][executions]") {
  AdminDesk desk(kExecutionsScenario);
  CHECK(desk.get("/things/t/jobs/late") == 404);
  const AdminAnswer added =
      desk.ask("POST", "/executions", R"({"thing":"t","job":"late","document":{"a":"${count}"}})");
  CHECK(added.status == 201);
  CHECK(added.json() == json{{"thing", "t"}, {"job", "late"}, {"number", 1}});
  const json first = described(desk, "/things/t/jobs/late?includeJobDocument=true").at("execution");
  CHECK(first.at("status") == "QUEUED");
  CHECK(first.at("versionNumber") == 1);
  CHECK(first.at("jobDocument") == R"({"a":"1"})");
  CHECK(described(desk, "/things/t/jobs/late?includeJobDocument=true").at("execution").at("jobDocument") ==
        R"({"a":"2"})");
  CHECK(described(desk, "/things/t/jobs").at("queuedJobs").size() == 1);
  CHECK(desk.serve("POST", "/things/t/jobs/late", R"({"status":"IN_PROGRESS"})").reply.status == 200);
}

TEST_CASE("a job can be added to a thing that does not exist", "[admin][executions]") {
  AdminDesk desk(kExecutionsScenario);
  CHECK(desk.get("/things/new/jobs/$next") == 404);
  CHECK(desk.ask("POST", "/executions", R"({"thing":"new","job":"a"})").status == 201);
  CHECK(described(desk, "/things/new/jobs/$next").at("execution").at("jobId") == "a");
  CHECK(desk.ask("POST", "/executions", R"({"thing":"new","job":"b","status":"IN_PROGRESS"})").status == 201);
  CHECK(described(desk, "/things/new/jobs/$next").at("execution").at("jobId") == "b");
}

TEST_CASE("observers of a thing see a job that is added", "[admin][executions]") {
  AdminDesk desk(kExecutionsScenario);
  std::vector<state::Change> seen;
  const auto generation = desk.sandboxes.main()->generation();
  const auto subscription =
      generation->events.subscribe("t", [&seen](const state::Event& event) { seen.push_back(event.change); });
  desk.ask("POST", "/executions", R"({"thing":"t","job":"late"})");
  desk.ask("PATCH", "/executions/t/late/1", R"({"status":"CANCELED"})");
  desk.ask("PATCH", "/executions/t/late/1", R"({"remove":true})");
  CHECK(seen == std::vector<state::Change>{state::Change::kArrived, state::Change::kUpdated, state::Change::kRemoved});
}

TEST_CASE("a further execution of a job has the next number", "[admin][executions]") {
  AdminDesk desk(kExecutionsScenario);
  CHECK(desk.ask("POST", "/executions", R"({"thing":"t","job":"j"})").status == 409);
  CHECK(desk.ask("POST", "/executions", R"({"thing":"t","job":"j","number":2})").status == 201);
  CHECK(described(desk, "/things/t/jobs/j").at("execution").at("executionNumber") == 2);
  CHECK(described(desk, "/things/t/jobs/j?executionNumber=1").at("execution").at("status") == "IN_PROGRESS");
}

TEST_CASE("versions continue when the service changes an execution", "[admin][executions]") {
  AdminDesk desk(kExecutionsScenario);
  desk.serve("POST", "/things/t/jobs/j", R"({"status":"IN_PROGRESS"})");
  const AdminAnswer changed = desk.ask("PATCH", "/executions/t/j/1", R"({"details":{"step":"2"}})");
  CHECK(changed.json() == json::parse(R"({"thing":"t","job":"j","number":1,"exists":true,"status":"IN_PROGRESS",
                                          "version":3,"details":{"step":"2"}})"));
  CHECK(described(desk, "/things/t/jobs/j").at("execution").at("versionNumber") == 3);
  CHECK(desk.ask("PATCH", "/executions/t/j/1", R"({"document":{"new":true}})").json().at("version") == 3);
  CHECK(described(desk, "/things/t/jobs/j?includeJobDocument=true").at("execution").at("jobDocument") ==
        R"({"new":true})");
  CHECK(desk.ask("PATCH", "/executions/t/j/1", R"({"status":"CANCELED"})").json().at("version") == 4);
  CHECK(desk.get("/things/t/jobs/j") == 410);
}

TEST_CASE("a removed execution is gone until it is added again", "[admin][executions]") {
  AdminDesk desk(kExecutionsScenario);
  CHECK(desk.ask("PATCH", "/executions/t/j/1", R"({"remove":true})").json().at("exists") == false);
  CHECK(desk.get("/things/t/jobs/j") == 404);
  CHECK(desk.ask("PATCH", "/executions/t/j/1", R"({"remove":true})").status == 404);
  CHECK(desk.ask("POST", "/executions", R"({"thing":"t","job":"j"})").status == 201);
  CHECK(desk.get("/things/t/jobs/j") == 200);
}

TEST_CASE("a reset removes what was added", "[admin][executions]") {
  AdminDesk desk(kExecutionsScenario);
  desk.ask("POST", "/executions", R"({"thing":"t","job":"late"})");
  desk.ask("POST", "/reset", R"({"thing":"t"})");
  CHECK(desk.get("/things/t/jobs/late") == 404);
  CHECK(desk.get("/things/t/jobs/j") == 200);
}

TEST_CASE("changes of executions that are wrong say why and change nothing", "[admin][executions]") {
  AdminDesk desk(kExecutionsScenario);
  const auto status = [&desk](std::string_view method, const std::string& target, const std::string& body) {
    const AdminAnswer answer = desk.ask(method, target, body);
    CAPTURE(target, body, answer.text);
    CHECK_FALSE(answer.json().at("error").get<std::string>().empty());
    return answer.status;
  };
  CHECK(status("PATCH", "/executions/t/j/1", "{}") == 400);
  CHECK(status("PATCH", "/executions/t/j/1", R"({"stat":"CANCELED"})") == 422);
  CHECK(status("PATCH", "/executions/t/j/1", R"({"status":"CANCELLED"})") == 422);
  CHECK(status("PATCH", "/executions/t/j/1", R"({"status":"QUEUED"})") == 409);
  CHECK(status("PATCH", "/executions/t/j/1", R"({"details":{"a":1}})") == 422);
  CHECK(status("PATCH", "/executions/t/j/0", R"({"remove":true})") == 400);
  CHECK(status("PATCH", "/executions/t/j/2", R"({"remove":true})") == 404);
  CHECK(status("PATCH", "/executions/t/k/1", R"({"remove":true})") == 404);
  CHECK(status("PATCH", "/executions/u/j/1", R"({"remove":true})") == 404);
  CHECK(status("POST", "/executions", R"({"job":"j"})") == 422);
  CHECK(status("POST", "/executions", R"({"thing":"a b","job":"j"})") == 422);
  CHECK(status("POST", "/executions", R"({"thing":"t-{1..9}","job":"j"})") == 422);
  CHECK(status("POST", "/executions", R"({"thing":"t","job":"<b>\n"})") == 422);
  CHECK(status("POST", "/executions", R"({"thing":"t","job":"k","then":[{"after":"1s"}]})") == 422);
  CHECK(status("POST", "/executions", "[]") == 400);
  CHECK(described(desk, "/things/t/jobs/j").at("execution").at("versionNumber") == 1);
  CHECK(desk.ask("GET", "/journal").json().at("changes").empty());
}
