// The admin interface without a port: what each route answers, and what is wrong with calls that are refused.
#include <chrono>
#include <string>

#include <nlohmann/json.hpp>

#include "admin/routes.h"
#include "support/admin_desk.h"
#include "support/catch.h"

using namespace jobrig;
using nlohmann::json;
using test::AdminAnswer;
using test::AdminDesk;
using namespace std::chrono_literals;

namespace {

const std::string kResponderScenario = R"(
summary: A thermostat behind an outage.
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  t: {j: {status: IN_PROGRESS, timeout: 7d}}
rules:
  - name: outage
    when: {thing: t, operation: DescribeJobExecution}
    answers: [{error: ServiceUnavailableException, times: 1}, {error: ThrottlingException, times: 1}]
  - {name: never, when: {thing: other}, answers: [documented]}
)";
const std::string kPath = "/things/t/jobs/j";

std::string mistake(const AdminAnswer& answer) { return answer.json().at("error"); }

}  // namespace

TEST_CASE("a job times out after seven days in a moment", "[admin]") {
  AdminDesk desk(kResponderScenario);
  desk.get(kPath);
  desk.get(kPath);
  CHECK(desk.serve("GET", kPath).reply.body.find("IN_PROGRESS") != std::string::npos);
  const AdminAnswer moved = desk.ask("POST", "/clock/advance", R"({"by":"7d"})");
  CHECK(moved.json() ==
        json{{"now", "2026-01-08T00:00:00Z"}, {"start", "2026-01-01T00:00:00Z"}, {"elapsed", "7d"}, {"rate", 0.0}});
  CHECK(desk.serve("GET", kPath).reply.body.find("TIMED_OUT") != std::string::npos);
}

TEST_CASE("the clock is read and set and stretched and frozen", "[admin]") {
  AdminDesk desk(kResponderScenario);
  CHECK(desk.ask("GET", "/clock").json().at("elapsed") == "0s");
  CHECK(desk.ask("POST", "/clock/set", R"({"to":"2026-01-02T00:00:00Z"})").json().at("elapsed") == "1d");
  const AdminAnswer back = desk.ask("POST", "/clock/set", R"({"to":"2026-01-01T12:00:00Z"})");
  CHECK(back.status == 409);
  CHECK(mistake(back) == "it is 2026-01-02T00:00:00Z already, and the time cannot go back; use POST /reset");
  CHECK(desk.ask("POST", "/clock/rate", R"({"rate":60})").json().at("rate") == 60);
  CHECK(desk.sandboxes.main()->generation()->virtual_clock.rate() == 60);
  CHECK(desk.ask("POST", "/clock/freeze").json().at("rate") == 0);
  CHECK(desk.ask("POST", "/clock/rate", R"({"rate":-1})").status == 400);
  CHECK(desk.ask("POST", "/clock/rate", R"({"rate":1000001})").status == 400);
  CHECK(desk.ask("POST", "/clock/rate", R"({"rate":"1"})").status == 400);
  CHECK(mistake(desk.ask("POST", "/clock/advance", R"({"by":"7"})")).find("a unit") != std::string::npos);
  CHECK(mistake(desk.ask("POST", "/clock/advance", R"({"by":"-1s"})")) == "\"by\" must not be negative");
  CHECK(mistake(desk.ask("POST", "/clock/advance")) == R"(the body needs "by": {"by":"7d"})");
}

TEST_CASE("the last moments of the scenario time are reached exactly", "[admin]") {
  AdminDesk desk(kResponderScenario);
  CHECK(mistake(desk.ask("POST", "/clock/advance", R"({"by":"3000000d"})")) ==
        R"("by" must be from 0s to 2912442d23h59m59s999ms999us: scenario time ends at 9999-12-31T23:59:59.999999Z)");
  CHECK(mistake(desk.ask("POST", "/clock/set", R"({"to":"10000-01-01T00:00:00Z"})")) ==
        R"("to": "10000-01-01T00:00:00Z" is not a time in UTC; write 2026-01-01T00:00:00Z or 2026-01-01; )"
        "the latest is 9999-12-31T23:59:59.999999Z");
  CHECK(desk.ask("GET", "/clock").json().at("now") == "2026-01-01T00:00:00Z");
  for (const char* const moment : {"9999-12-31T00:00:01Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999998Z"}) {
    CHECK(desk.ask("POST", "/clock/set", R"({"to":")" + std::string(moment) + "\"}").json().at("now") == moment);
  }
  CHECK(desk.ask("POST", "/clock/advance", R"({"by":"2us"})").status == 400);
  CHECK(desk.ask("POST", "/clock/advance", R"({"by":"1us"})").json().at("now") == "9999-12-31T23:59:59.999999Z");
}

TEST_CASE("a body of the admin interface is exactly one JSON value", "[admin]") {
  AdminDesk desk(kResponderScenario);
  const std::string body = R"({"by":"7d"})";
  CHECK(desk.ask("POST", "/clock/advance", body + '\0' + "x").status == 400);
  CHECK(mistake(desk.ask("POST", "/clock/advance", body + '\0')) ==
        "the body contains a NUL byte, which JSON forbids (byte 12)");
  CHECK(mistake(desk.ask("POST", "/clock/advance", body + "{}")) == "the body is not JSON (byte 12)");
}

TEST_CASE("the journal is asked with filters", "[admin]") {
  AdminDesk desk(kResponderScenario);
  desk.get(kPath);
  desk.get(kPath);
  desk.get("/things/nobody/jobs/j");
  CHECK(desk.ask("GET", "/journal").json().at("records").size() == 3);
  const json outage = desk.ask("GET", "/journal?rule=outage&status=503").json();
  REQUIRE(outage.at("records").size() == 1);
  CHECK(outage["records"][0]["position"] == 1);
  CHECK(outage["records"][0]["thing"] == "t");
  CHECK(outage["records"][0]["arrived"] == "2026-01-01T00:00:00.000000Z");
  CHECK(outage["last"] == 3);
  CHECK(outage["evicted"] == 0);
  CHECK(desk.ask("GET", "/journal?after=1&limit=1").json().at("records")[0]["position"] == 2);
  CHECK(desk.ask("GET", "/journal?after=1&limit=1").json().at("more") == true);
  CHECK(desk.ask("GET", "/journal?thing=n*").json().at("records").size() == 1);
  CHECK(desk.ask("GET", "/journal?count=4").json().at("enough") == false);
  CHECK(desk.ask("HEAD", "/journal").status == 200);
}

TEST_CASE("a waiting query is answered when so many are there or its time is over", "[admin]") {
  AdminDesk desk(kResponderScenario);
  const auto before = desk.sandboxes.monotonic();
  const model::Plan plan = desk.plan_admin("GET", "/journal?thing=t&wait=5s&count=2");
  const auto after = desk.sandboxes.monotonic();
  REQUIRE(plan.pending);
  CHECK(plan.pending->deadline() >= before + 5s);
  CHECK(plan.pending->deadline() <= after + 5s);
  int woken = 0;
  plan.pending->when_ready([&] { ++woken; });
  desk.get(kPath);
  desk.get("/things/u/jobs/j");
  CHECK(woken == 0);
  CHECK(json::parse(desk.plan_admin("GET", "/journal?thing=t&count=2").reply.body).at("enough") == false);
  desk.get(kPath);
  CHECK(woken == 1);
  const json answer = json::parse(plan.pending->reply().body);
  CHECK(answer.at("records").size() == 2);
  CHECK(answer.at("enough") == true);
}

TEST_CASE("a waiting query is answered at once when a reset begins another round", "[admin]") {
  AdminDesk desk(kResponderScenario);
  const model::Plan plan = desk.plan_admin("GET", "/journal?wait=1h");
  int woken = 0;
  plan.pending->when_ready([&] { ++woken; });
  CHECK(desk.ask("POST", "/reset").status == 200);
  CHECK(woken == 1);
  CHECK(json::parse(plan.pending->reply().body).at("enough") == false);
}

TEST_CASE("near misses tell what kept the nearest rules from a request", "[admin]") {
  AdminDesk desk(kResponderScenario);
  desk.get(kPath);
  desk.get(kPath);
  desk.get(kPath);
  const json answer = desk.ask("GET", "/near-misses").json();
  REQUIRE(answer.at("requests").size() == 1);
  const json& request = answer["requests"][0];
  CHECK(request["request"] == "GET /things/t/jobs/j HTTP/1.1");
  CHECK(request["position"] == 3);
  REQUIRE(request["misses"].size() == 2);
  CHECK(request["misses"][0] ==
        json{{"rule", "outage"}, {"line", 7}, {"reasons", {"its answers are used up for this thing and job"}}});
  CHECK(request["misses"][1]["reasons"] == json::array({R"(the thing "t" does not match "other")"}));
}

TEST_CASE("unused rules and answers are told until they are met", "[admin]") {
  AdminDesk desk(kResponderScenario);
  const json before = desk.ask("GET", "/unused").json().at("rules");
  REQUIRE(before.size() == 2);
  CHECK(before[0] == json{{"rule", "outage"}, {"file", "test.yaml"}, {"line", 7}, {"used", false}, {"steps", {1, 2}}});
  desk.get(kPath);
  const json after = desk.ask("GET", "/unused").json().at("rules");
  CHECK(after[0]["used"] == true);
  CHECK(after[0]["steps"] == json::array({2}));
  desk.get(kPath);
  CHECK(desk.ask("GET", "/unused").json().at("rules").size() == 1);
  desk.ask("POST", "/reset");
  CHECK(desk.ask("GET", "/unused").json().at("rules").size() == 2);
}

TEST_CASE("a reset is of all or a thing or its job", "[admin]") {
  AdminDesk desk(kResponderScenario);
  desk.get(kPath);
  desk.get("/things/u/jobs/j");
  CHECK(desk.ask("POST", "/reset", R"({"thing":"t","job":"j"})").json() ==
        json{{"reset", "job"}, {"thing", "t"}, {"job", "j"}});
  CHECK(desk.ask("GET", "/journal").json().at("records").size() == 1);
  CHECK(desk.get(kPath) == 503);
  CHECK(desk.ask("POST", "/reset", R"({"thing":"t"})").json() == json{{"reset", "thing"}, {"thing", "t"}});
  CHECK(desk.get(kPath) == 503);
  CHECK(desk.ask("POST", "/reset").json() == json{{"reset", "all"}});
  CHECK(desk.ask("GET", "/journal").json().at("records").empty());
  CHECK(desk.get(kPath) == 503);
  CHECK(mistake(desk.ask("POST", "/reset", R"({"job":"j"})")).find("\"job\" requires \"thing\"") != std::string::npos);
  CHECK(mistake(desk.ask("POST", "/reset", R"({"think":"t"})")) ==
        "the body has no member \"think\"; did you mean \"thing\"?");
  CHECK(desk.ask("POST", "/reset", R"({"thing":1})").status == 400);
  CHECK(desk.ask("POST", "/reset", "[]").status == 400);
  CHECK(desk.ask("POST", "/reset", "{").status == 400);
}

TEST_CASE("the scenario is read and replaced by a text or an object or a shipped one", "[admin]") {
  AdminDesk desk(kResponderScenario);
  const json served = desk.ask("GET", "/scenario").json();
  CHECK(served.at("files")[0].at("text") == kResponderScenario);
  CHECK(served.at("seed") == 7);
  const json text{{"scenario", "summary: Another.\nthings: {u: {j: {status: QUEUED}}}\n"}};
  CHECK(desk.ask("PUT", "/scenario", text.dump()).json().at("rules") == 0);
  CHECK(desk.get("/things/u/jobs/j") == 200);
  CHECK(desk.get(kPath) == 404);
  const json object{
      {"scenario",
       {{"summary", "An object."}, {"things", {{"v", {{"j", {{"status", "QUEUED"}, {"queued", "-5m"}}}}}}}}}};
  CHECK(desk.ask("PUT", "/scenario", object.dump()).status == 200);
  CHECK(desk.get("/things/v/jobs/j") == 200);
  CHECK(desk.ask("PUT", "/scenario", R"({"shipped":"demos/default"})").json().at("names") ==
        json::array({"demos/default"}));
  CHECK(desk.get("/things/thermostat-1/jobs/firmware-7") == 200);
  CHECK(mistake(desk.ask("PUT", "/scenario", R"({"shipped":"demos/defau"})")).find("unknown built-in scenario") == 0);
}

TEST_CASE("a scenario with mistakes is refused with their places and the old one stays", "[admin]") {
  AdminDesk desk(kResponderScenario);
  desk.get(kPath);
  const json broken{{"scenario", "summary: Broken.\nthings: {u: {j: {status: QUEUD}}}\nrulez: []\n"}};
  const AdminAnswer answer = desk.ask("PUT", "/scenario", broken.dump());
  CHECK(answer.status == 422);
  CHECK(mistake(answer) == "the scenario has mistakes; the old scenario stays");
  REQUIRE(answer.json().at("mistakes").size() == 2);
  CHECK(answer.json()["mistakes"][0]["line"] == 2);
  CHECK(answer.json()["mistakes"][0]["column"] == 26);
  CHECK(answer.json()["mistakes"][0]["message"].get<std::string>().find("\"QUEUED\"") != std::string::npos);
  CHECK(desk.get(kPath) == 429);  // not even a counter has moved
  CHECK(desk.ask("PUT", "/scenario", R"({"scenario":7})").status == 400);
  CHECK(desk.ask("PUT", "/scenario", "{}").status == 400);
  CHECK(desk.ask("PUT", "/scenario", R"({"scenario":"","shipped":""})").status == 400);
}

TEST_CASE("a scenario that this server cannot serve is refused with the reason", "[admin]") {
  AdminDesk desk(kResponderScenario);
  const json tls{{"scenario", "summary: x\nthings: {u: {j: {status: QUEUED}}}\ntls: [{certificate: expired}]\n"}};
  CHECK(mistake(desk.ask("PUT", "/scenario", tls.dump())).find("start it with --tls") != std::string::npos);
  CHECK(mistake(desk.ask("POST", "/sandboxes", tls.dump())).find("its own jobrig serve") != std::string::npos);
  const json accept{{"scenario",
                     "summary: x\nthings: {u: {j: {status: QUEUED}}}\n"
                     "rules: [{faults: [{reset: {at: accept}}]}]\n"}};
  CHECK(mistake(desk.ask("POST", "/sandboxes", accept.dump())).rfind("\"reset\" at accept", 0) == 0);
  CHECK(desk.ask("PUT", "/scenario", accept.dump()).status == 200);
  CHECK(mistake(desk.ask("POST", "/sandboxes")).rfind("\"reset\" at accept", 0) == 0);  // the main one's
  CHECK(desk.sandboxes.count() == 0);
}

TEST_CASE("a response with exchanges has at most 16 MiB", "[admin]") {
  AdminDesk desk(kResponderScenario);
  for (int i = 0; i < 8; ++i) {
    desk.serve("POST", kPath, std::string(600'000, '\x01'));  // six times as long in JSON
  }
  const AdminAnswer newest = desk.ask("GET", "/journal");
  CHECK(newest.text.size() < std::size_t{17} << 20U);
  const json body = newest.json();
  CHECK(body.at("more") == true);
  REQUIRE(body.at("records").size() == 4);
  CHECK(body["records"][3]["position"] == 8);
  const json first = desk.ask("GET", "/journal?after=1").json();
  CHECK(first.at("more") == true);
  REQUIRE(first.at("records").size() == 4);
  CHECK(first["records"][0]["position"] == 2);
  CHECK(desk.ask("GET", "/journal?after=5").json().at("more") == false);
}

TEST_CASE("sandboxes are made and shown and deleted", "[admin]") {
  AdminDesk desk(kResponderScenario);
  const AdminAnswer made = desk.ask("POST", "/sandboxes", R"({"seed":3,"idle":"1m"})");
  CHECK(made.status == 201);
  CHECK(made.json() == json{{"id", "sandbox-1"},
                            {"endpoint", "http://127.0.0.1:1/sandbox-1"},
                            {"admin", "/sandboxes/sandbox-1"},
                            {"names", {"test"}},
                            {"seed", 3},
                            {"idle", "1m"}});
  CHECK(desk.made == 1);
  CHECK(desk.get("/sandbox-1" + kPath) == 503);
  CHECK(desk.ask("GET", "/sandboxes/sandbox-1/journal").json().at("records").size() == 1);
  CHECK(desk.ask("GET", "/journal").json().at("records").empty());
  CHECK(desk.ask("POST", "/sandboxes/sandbox-1/clock/advance", R"({"by":"1h"})").json().at("elapsed") == "1h");
  CHECK(desk.ask("GET", "/clock").json().at("elapsed") == "0s");
  CHECK(desk.ask("GET", "/sandboxes/sandbox-1").json() == made.json());
  CHECK(desk.ask("POST", "/sandboxes", R"({"shipped":"demos/default"})").json().at("idle") == "10m");
  CHECK(mistake(desk.ask("POST", "/sandboxes", R"({"idle":"110000d"})")) ==
        R"("idle" must be at most 365d, not "110000d")");
  CHECK(desk.ask("POST", "/sandboxes", R"({"idle":"365d"})").json().at("idle") == "365d");
  CHECK(desk.ask("GET", "/sandboxes").json().at("sandboxes").size() == 3);
  CHECK(desk.ask("GET", "/health").json().at("sandboxes") == 3);
  CHECK(desk.ask("DELETE", "/sandboxes/sandbox-1").json() == json{{"deleted", "sandbox-1"}});
  CHECK(desk.ask("GET", "/sandboxes/sandbox-1").status == 404);
  CHECK(desk.ask("GET", "/sandboxes/sandbox-1/clock").status == 404);
  CHECK(desk.get("/sandbox-1" + kPath) == 404);
  CHECK(desk.ask("POST", "/sandboxes", R"({"seed":-1})").status == 400);
  CHECK(desk.ask("POST", "/sandboxes", R"({"seed":1.5})").status == 400);
}

TEST_CASE("internal failures of both ports are in /health and /metrics", "[admin]") {
  AdminDesk desk(kResponderScenario);
  admin::AdminSubject subject{desk.sandboxes, "http://127.0.0.1:1", "", false, 10min, {}, {}};
  std::uint64_t failures = 0;
  subject.admin_failures = [&failures] { return failures; };
  admin::AdminResponder responder(std::move(subject), admin::AdminGate("127.0.0.1:0", ""));
  const auto body_of = [&responder](std::string_view target) {
    model::Request request;
    request.method = "GET";
    request.target = target;
    request.headers = {{"Host", "127.0.0.1"}};
    return http::render(std::move(responder.plan(request).reply)).body;
  };
  CHECK(json::parse(body_of("/health")).at("status") == "ok");
  failures = 3;
  CHECK(json::parse(body_of("/health")).at("internal_failures") == 3);
  CHECK(json::parse(body_of("/health")).at("status") == "degraded");
  CHECK(body_of("/metrics").find("\njobrig_internal_failures_total 3\n") != std::string::npos);
}

TEST_CASE("the metrics count the client tokens in memory until a reset", "[admin]") {
  AdminDesk desk("contract: current\nsummary: A thing.\nthings: {t: {j: {}}}\n");
  const auto start = [&desk](const std::string& token) {
    const std::string body = R"({"commandArn":"arn:aws:iot:eu-west-1:123456789012:command/restart","targetArn":)"
                             R"("arn:aws:iot:eu-west-1:123456789012:thing/t","clientToken":")" +
                             token + "\"}";
    CHECK(desk.serve("POST", "/command-executions", body).reply.status == 200);
  };
  const auto metric = [&desk](std::string_view line) {
    return desk.ask("GET", "/metrics").text.find(line) != std::string::npos;
  };
  CHECK(metric("\njobrig_client_tokens 0\n"));
  start("a");
  start("a");
  start("b");
  CHECK(metric("\njobrig_client_tokens 2\n"));
  desk.ask("POST", "/reset");
  CHECK(metric("\njobrig_client_tokens 0\n"));
}

TEST_CASE("near misses below a base path are those of the service's path", "[admin]") {
  AdminDesk desk(kResponderScenario);
  desk.ask("POST", "/sandboxes");
  desk.get("/sandbox-1/things/u/jobs/j");
  const json answer = desk.ask("GET", "/sandboxes/sandbox-1/near-misses").json();
  REQUIRE(answer.at("requests").size() == 1);
  CHECK(answer["requests"][0]["misses"][0]["reasons"] == json::array({R"(the thing "u" does not match "t")"}));
}

TEST_CASE("what the interface does not have is refused with the nearest right word", "[admin]") {
  AdminDesk desk(kResponderScenario);
  CHECK(desk.ask("GET", "/jornal").status == 404);
  CHECK(mistake(desk.ask("GET", "/jornal")).find("did you mean \"/journal\"?") != std::string::npos);
  const AdminAnswer method = desk.ask("DELETE", "/scenario");
  CHECK(method.status == 405);
  CHECK(mistake(method) == "/scenario allows GET, PUT");
  CHECK(method.headers.back() == model::Header{"Allow", "GET, PUT"});
  CHECK(mistake(desk.ask("GET", "/journal?thin=t")) == "/journal has no parameter \"thin\"; did you mean \"thing\"?");
  CHECK(desk.ask("GET", "/journal?thing=a&thing=b").status == 400);
  CHECK(desk.ask("GET", "/journal?thing=%zz").status == 400);
  CHECK(desk.ask("GET", "/journal?limit=1001").status == 400);
  CHECK(desk.ask("GET", "/journal?limit=").status == 400);
  CHECK(desk.ask("GET", "/journal?after=-1").status == 400);
  CHECK(desk.ask("GET", "/journal?wait=5").status == 400);
  CHECK(desk.ask("GET", "/journal?wait=2h").status == 400);
  CHECK(desk.ask("GET", "/sandboxes/nobody").status == 404);
  CHECK(desk.ask("GET", "/sandboxes/nobody/health").status == 404);
  CHECK(desk.ask("GET", "/nothing").status == 404);
  CHECK(desk.ask("GET", "/sandboxes/").status == 404);
}
