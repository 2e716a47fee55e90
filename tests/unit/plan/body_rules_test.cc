// Rules on members of the body and on the status of the execution: which values match, and what explains a miss.
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/loading.h"
#include "support/planning.h"

using namespace jobrig;
using test::Planning;

namespace {

const std::string kReporting = "things: {t: {j: {status: IN_PROGRESS, queued: -5m, started: -4m}, k: {queued: -1m}}}\n";

/// The status of an update of the job with this body, where the rule answers 503.
int status_of_update(const std::string& when, const std::string& body, const std::string& target = "/things/t/jobs/j") {
  Planning planning(test::loaded(kReporting + "rules: [{when: {" + when + "}, answers: [{error: 503}]}]"));
  return planning.ask("POST", target, body, {{"Content-Type", "application/json"}}).reply.status;
}

std::vector<std::string> reasons(const std::string& when, const std::string& body) {
  Planning planning(test::loaded(kReporting + "rules: [{when: {" + when + "}, answers: [{error: 503}]}]"));
  const auto verdicts = planning.planner.weigh(
      Planning::request("POST", "/things/t/jobs/j", body, {{"Content-Type", "application/json"}}));
  return verdicts.at(0).reasons;
}

}  // namespace

TEST_CASE("a rule matches a member of the body", "[plan][conditions]") {
  CHECK(status_of_update("body: {status: SUCCEEDED}", R"({"status":"SUCCEEDED"})") == 503);
  CHECK(status_of_update("body: {status: SUCCEEDED}", R"({"status":"IN_PROGRESS"})") == 200);
  CHECK(status_of_update("body: {status: SUCCEEDED}", R"({"state":"SUCCEEDED"})") == 400);
  CHECK(status_of_update("body: {status: \"SUC*\"}", R"({"status":"SUCCEEDED"})") == 503);
  CHECK(status_of_update("body: {status: [FAILED, SUCCEEDED]}", R"({"status":"SUCCEEDED"})") == 503);
  CHECK(status_of_update("body: {status: [FAILED, REJECTED]}", R"({"status":"SUCCEEDED"})") == 200);
}

TEST_CASE("a rule matches inner members with either spelling", "[plan][conditions]") {
  const std::string body = R"({"status":"IN_PROGRESS","statusDetails":{"step":"reboot","a":"b"}})";
  CHECK(status_of_update("body: {statusDetails: {step: \"re*\"}}", body) == 503);
  CHECK(status_of_update("body: {statusDetails.step: reboot}", body) == 503);
  CHECK(status_of_update("body: {statusDetails: {step: reboot, a: c}}", body) == 200);
  CHECK(status_of_update("body: {step: reboot}", body) == 200);
  CHECK(status_of_update("body: {statusDetails: {status: IN_PROGRESS}}", body) == 200);
}

TEST_CASE("a star means that the member is present whatever it is", "[plan][conditions]") {
  CHECK(status_of_update("body: {statusDetails: \"*\"}", R"({"status":"IN_PROGRESS","statusDetails":{}})") == 503);
  CHECK(status_of_update("body: {statusDetails: \"*\"}", R"({"status":"IN_PROGRESS","statusDetails":null})") == 503);
  CHECK(status_of_update("body: {statusDetails: \"?*\"}", R"({"status":"IN_PROGRESS","statusDetails":{}})") == 200);
  CHECK(status_of_update("body: {statusDetails: \"*\"}", R"({"status":"IN_PROGRESS"})") == 200);
}

TEST_CASE("numbers and booleans are compared as JSON writes them", "[plan][conditions]") {
  const std::string body = R"({"status":"IN_PROGRESS","x":9007199254740993,"includeJobDocument":true})";
  CHECK(status_of_update("body: {x: 9007199254740993}", body) == 503);
  CHECK(status_of_update("body: {x: \"9007199254740993\"}", body) == 503);
  CHECK(status_of_update("body: {includeJobDocument: true}", body) == 503);
  CHECK(status_of_update("body: {includeJobDocument: false}", body) == 200);
  CHECK(status_of_update("body: {x: 1.50}", R"({"status":"IN_PROGRESS","x":1.50})") == 503);
}

TEST_CASE("one of several values of a member is enough", "[plan][conditions]") {
  CHECK(status_of_update("body: {x: b}", R"({"status":"IN_PROGRESS","x":["a","b"]})") == 503);
  CHECK(status_of_update("body: {x: {y: b}}", R"({"status":"IN_PROGRESS","x":[{"y":"a"},{"y":"b"}]})") == 503);
  CHECK(status_of_update("body: {x: b}", R"({"status":"IN_PROGRESS","x":"b","x":"a"})") == 503);
  CHECK(status_of_update("body: {x: a}", R"({"status":"IN_PROGRESS","x":"b","x":"a"})") == 503);
  CHECK(status_of_update("body: {x: c}", R"({"status":"IN_PROGRESS","x":["a",["b"]]})") == 200);
}

TEST_CASE("a body that is not JSON has no members", "[plan][conditions]") {
  for (const std::string body : {"", "{\"status\":\"SUCCEEDED\"", "{\"status\":\"SUCCEEDED\"} x", "status=SUCCEEDED"}) {
    CAPTURE(body);
    CHECK(status_of_update("body: {status: \"*\"}", body) == 400);
  }
  CHECK(status_of_update("body: {status: \"*\"}", std::string("{\"status\":\"SUCCEEDED\"}\0", 23)) == 400);
  CHECK(status_of_update("body: {a: \"*\"}", std::string(200, '[') + std::string(200, ']')) == 400);
}

TEST_CASE("a repeated query parameter matches with any of its values", "[plan][conditions]") {
  Planning planning(test::loaded(kReporting + "rules: [{when: {query: {trace: b}}, answers: [{error: 503}]}]"));
  CHECK(planning.get("/things/t/jobs/j?trace=a&trace=b").reply.status == 503);
  CHECK(planning.get("/things/t/jobs/j?trace=b&trace=a").reply.status == 503);
  CHECK(planning.get("/things/t/jobs/j?trace=a&trace=c").reply.status == 200);
}

TEST_CASE("a rule matches the status that the execution has before the request", "[plan][conditions]") {
  const std::string body = R"({"status":"IN_PROGRESS"})";
  CHECK(status_of_update("execution-status: IN_PROGRESS", body) == 503);
  CHECK(status_of_update("execution-status: QUEUED", body) == 200);
  CHECK(status_of_update("execution-status: [QUEUED, IN_PROGRESS]", body) == 503);
  CHECK(status_of_update("execution-status: QUEUED", body, "/things/t/jobs/k") == 503);
  CHECK(status_of_update("execution-status: QUEUED", body, "/things/t/jobs/unknown") == 404);
}

TEST_CASE("the status of next is that of the execution it stands for", "[plan][conditions]") {
  Planning planning(test::loaded(kReporting + "rules: [{when: {job: $next, execution-status: QUEUED}, answers: "
                                              "[{error: 503}]}]"));
  CHECK(planning.get("/things/t/jobs/$next").reply.status == 200);  // j is IN_PROGRESS
  CHECK(planning.ask("POST", "/things/t/jobs/j", R"({"status":"SUCCEEDED"})", {{"Content-Type", "application/json"}})
            .reply.status == 200);
  CHECK(planning.get("/things/t/jobs/$next").reply.status == 503);  // k is QUEUED
  CHECK(planning.get("/things/t/jobs").reply.status == 200);
}

TEST_CASE("a rule explains which member or status does not match", "[plan][conditions]") {
  CHECK(reasons("body: {status: [FAILED, \"SUC*\"], a: {b: \"*\"}}, execution-status: [QUEUED, FAILED]",
                R"({"status":"IN_PROGRESS","status":"REJECTED"})") ==
        std::vector<std::string>{
            "the body member status is \"IN_PROGRESS\" and \"REJECTED\", which does not match \"FAILED\" or \"SUC*\"",
            "the request has no body member a.b", "the execution is IN_PROGRESS; the rule requires QUEUED or FAILED"});
  CHECK(reasons("body: {x: b}", R"({"status":"IN_PROGRESS","x":{}})") ==
        std::vector<std::string>{"the body member x is \"a map or list\", which does not match \"b\""});
}

TEST_CASE("before its body is received a request has no rule that asks for the body nor a later one", "[plan]") {
  const std::string rules =
      "rules: [{when: {operation: UpdateJobExecution, body: {status: SUCCEEDED}}, answers: [{error: 503}]}, "
      "{faults: [{cut: request-head}]}]";
  Planning planning(test::loaded(kReporting + rules));
  CHECK(planning.planner.at_request_head(Planning::request("GET", "/things/t/jobs/j")));
  CHECK_FALSE(planning.planner.at_request_head(Planning::request("POST", "/things/t/jobs/j")));
}

TEST_CASE("mistakes in conditions on the body and the status are told with their places", "[load][conditions]") {
  const auto mistakes = [](const std::string& when) {
    return test::mistakes_of("rules: [{when: {" + when + "}, answers: [documented]}]");
  };
  CHECK(mistakes("body: {}") == "1:23: \"body\" must be a map of members to globs, not an empty map\n");
  CHECK(mistakes("body: x") == "1:23: \"body\" must be a map of members to globs, not text\n");
  CHECK(mistakes("body: {a: ~}").find("write \"*\" for any value") != std::string::npos);
  CHECK(mistakes("body: {a: [[b]]}").find("1:28: a member of \"body\" must be a glob") == 0);
  CHECK(mistakes("body: {a: []}").find("1:27: ") == 0);
  CHECK(mistakes("execution-status: QUEUD").find("did you mean \"QUEUED\"?") != std::string::npos);
  CHECK(mistakes("execution-status: []") ==
        "1:35: \"execution-status\" is an empty list, which no execution matches\n");
  CHECK(test::mistakes_of("rules: [{when: {body: {a: b}}, faults: [{cut: request-head}]}]")
            .find("a fault at request-head applies before the body is received") != std::string::npos);
}

TEST_CASE("the final report of a job fails three times while progress passes", "[plan][demos]") {
  Planning planning(test::shipped_scenario("demos/final-report"));
  const auto report = [&](const std::string& status) {
    return planning
        .ask("POST", "/things/thermostat-1/jobs/firmware-7", "{\"status\":\"" + status + "\"}",
             {{"Content-Type", "application/json"}})
        .reply.status;
  };
  CHECK(report("IN_PROGRESS") == 200);
  for (int i = 0; i < 3; ++i) {
    CHECK(report("SUCCEEDED") == 503);
    CHECK(report("IN_PROGRESS") == 200);
  }
  CHECK(report("SUCCEEDED") == 200);
}

TEST_CASE("the demo of body members matches a step and a version and a job that was not started", "[plan][demos]") {
  Planning planning(test::shipped_scenario("demos/body-members"));
  const auto update = [&](const std::string& job, const std::string& more) {
    return planning
        .ask("POST", "/things/thermostat-1/jobs/" + job, "{\"status\":\"IN_PROGRESS\"" + more + "}",
             {{"Content-Type", "application/json"}})
        .reply.status;
  };
  CHECK(update("firmware-7", R"(,"statusDetails":{"step":"reboot"})") == 429);
  CHECK(update("firmware-7", R"(,"statusDetails":{"step":"install"})") == 200);
  CHECK(update("firmware-7", R"(,"expectedVersion":2)") == 503);
  CHECK(update("firmware-7", R"(,"expectedVersion":2)") == 200);
  CHECK(update("firmware-8", "") == 400);
  CHECK(planning.ask("PUT", "/things/thermostat-1/jobs/$next", "{}", {{"Content-Type", "application/json"}})
            .reply.status == 200);
}
