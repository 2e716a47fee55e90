// GET /events without a port: what its readers receive, how much of it, and what is refused.
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "admin/event_stream.h"
#include "admin/event_text.h"
#include "support/admin_desk.h"
#include "support/catch.h"
#include "support/event_reader.h"

using namespace jobrig;
using nlohmann::json;
using test::AdminDesk;
using test::content_of;
using test::EventReader;
using test::events_in;
using test::ReceivedEvent;
using namespace std::chrono_literals;

namespace {

const std::string kEventsScenario = R"(
summary: A fleet behind an outage.
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  t: {j: {status: QUEUED}}
  u: {k: {status: IN_PROGRESS, timeout: 7d}}
  "sensor-{1..9}": {calibrate: {status: QUEUED}}
rules:
  - {name: outage, when: {thing: t}, answers: [{error: ServiceUnavailableException, times: 1}]}
)";

std::vector<std::string> names_of(const std::vector<ReceivedEvent>& events) {
  std::vector<std::string> names;
  for (const ReceivedEvent& event : events) {
    names.push_back(event.name);
  }
  return names;
}

std::vector<std::string> texts_of(const json& exchanges) {
  std::vector<std::string> texts;
  for (const json& record : exchanges.at("records")) {
    texts.push_back(record.at("text").get<std::string>().substr(0, 30));
  }
  return texts;
}

void get_times(AdminDesk& desk, const std::string& target, int times) {
  for (int i = 0; i < times; ++i) {
    desk.get(target);
  }
}

}  // namespace

TEST_CASE("a reader is greeted, then told the counters, the unused rules, the time and the executions",
          "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  desk.get("/things/u/jobs/k");  // before the reader came
  EventReader reader(desk);
  const auto events = reader.read();
  const auto names = names_of(events);
  REQUIRE(names.size() >= 5);
  CHECK(names.front() == "hello");
  CHECK(events.front().json().at("position") == 1);
  CHECK(events.front().json().at("things") == 3);
  for (const char* wanted : {"counters", "unused", "clock", "executions"}) {
    CAPTURE(wanted);
    CHECK(std::count(names.begin(), names.end(), wanted) == 1);
  }
  CHECK(std::count(names.begin(), names.end(), "exchanges") == 0);
  CHECK(events.back().json().at("things") ==
        json::parse(R"([{"thing":"t","executions":[{"job":"j","number":1,"status":"QUEUED","version":1,
                         "updated":"2026-01-01T00:00:00Z"}],"more":0},
                        {"thing":"u","executions":[{"job":"k","number":1,"status":"IN_PROGRESS","version":1,
                         "updated":"2026-01-01T00:00:00Z"}],"more":0}])"));
}

TEST_CASE("a reader receives each exchange once, with its position as the id", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader reader(desk);
  reader.read();
  desk.get("/things/t/jobs/j");
  desk.get("/things/t/jobs/j");
  const auto events = reader.read();
  REQUIRE(names_of(events) == std::vector<std::string>{"exchanges"});
  CHECK(events[0].id == "2");
  CHECK(events[0].json().at("matched") == 2);
  const json first = events[0].json().at("records").at(0);
  CHECK(first.at("position") == 1);
  CHECK(first.at("thing") == "t");
  CHECK(first.at("rule") == "outage");
  CHECK(first.at("status") == 503);
  CHECK(first.at("text") ==
        "GET /things/t/jobs/j  503 ServiceUnavailableException  rule \"outage\" answer 1  after 0.0ms");
  CHECK_FALSE(first.contains("request"));  // no raw bytes
  CHECK(reader.text().empty());
}

TEST_CASE("executions are sent when they change, also by the scenario time", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader reader(desk);
  reader.read();
  CHECK(reader.read_event("executions", 1s) == nullptr);
  desk.ask("POST", "/clock/advance", R"({"by":"7d"})");
  json changed = reader.read_event("executions", 1s);
  REQUIRE(changed.is_object());
  REQUIRE(changed.at("things").size() == 1);
  CHECK(changed.at("things")[0].at("executions")[0].at("status") == "TIMED_OUT");
  desk.get("/things/sensor-3/jobs/calibrate");  // a thing of a range, from its first request on
  changed = reader.read_event("executions", 1s);
  REQUIRE(changed.is_object());
  CHECK(changed.at("things")[0].at("thing") == "sensor-3");
}

TEST_CASE("a reader follows a bounded number of things, and a new one takes the place of an idle one",
          "[admin][events]") {
  AdminDesk desk("summary: A fleet.\nthings: {\"s-{1..500}\": {j: {status: QUEUED}}}\n");
  EventReader reader(desk, "/events?rate=5000");
  reader.read();
  const auto request = [&](int first, int last) {
    for (int n = first; n <= last; ++n) {
      desk.get("/things/s-" + std::to_string(n) + "/jobs/j");
    }
  };
  request(1, 150);
  const json changed = reader.read_event("executions", 1s);
  REQUIRE(changed.is_object());
  CHECK(changed.at("things").size() == admin::EventStream::kMaxThings);
  request(2, 151);  // all followed things are active, except for the first
  CHECK(reader.read_event("executions", 1s) == nullptr);
  request(2, 100);
  reader.read(9s);
  request(300, 300);
  const json replaced = reader.read_event("executions", 1s);
  REQUIRE(replaced.is_object());
  REQUIRE(replaced.at("things").size() == 1);
  CHECK(replaced.at("things")[0].at("thing") == "s-300");
}

TEST_CASE("rules and the clock are sent again only when they change", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader reader(desk);
  reader.read();
  CHECK(names_of(reader.read(1s)) == std::vector<std::string>{"counters"});
  desk.ask("POST", "/clock/rate", R"({"rate":60})");
  CHECK(reader.read_event("clock", 1s).at("rate") == 60);
  desk.get("/things/t/jobs/j");
  CHECK(reader.read_event("unused", 1s).at("rules").empty());
}

TEST_CASE("more exchanges than the rate allows are sampled, and all are counted", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader reader(desk, "/events?rate=10&only=exchanges");
  reader.read();
  for (int i = 0; i < 40; ++i) {
    desk.get("/things/sensor-" + std::to_string(1 + i % 9) + "/jobs/calibrate");
  }
  const json exchanges = reader.read_event("exchanges");
  CHECK(exchanges.at("matched") == 40);
  CHECK(exchanges.at("records").size() == 2);  // 10 a second, for a fifth of a second
  CHECK(exchanges.at("records").back().at("position") == 40);
  get_times(desk, "/things/u/jobs/k", 40);
  EventReader filtered(desk, "/events?rate=10&thing=u&after=1&only=exchanges");
  const json of_thing = filtered.read_event("exchanges");  // the first part: as after a second
  CHECK(of_thing.at("matched") == 40);
  CHECK(of_thing.at("records").size() == 10);
}

TEST_CASE("a slow reader is told how many exchanges it missed", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader reader(desk, "/events?rate=10&only=exchanges");
  reader.read();
  for (int i = 0; i < 60; ++i) {
    desk.get("/things/sensor-" + std::to_string(1 + i % 9) + "/jobs/calibrate");
  }
  const auto events = reader.read(7s);
  REQUIRE(names_of(events) == std::vector<std::string>{"dropped", "exchanges"});
  CHECK(events[0].json() == json{{"exchanges", 50}, {"reason", "the reader did not accept events for 7s"}});
  CHECK(events[1].json().at("records").size() == 10);
}

TEST_CASE("a part is bounded, whatever the rate", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader reader(desk, "/events?rate=5000&only=exchanges");
  reader.read();
  const std::string target = "/things/" + std::string(120, 'x') + "/jobs/" + std::string(60, 'y');
  get_times(desk, target, 90);
  for (int i = 0; i < 1000; ++i) {
    desk.get("/things/" + std::string(100, 'x') + std::to_string(i) + "/jobs/" + std::string(60, 'y'));
  }
  const std::string text = reader.text(1s);
  CHECK(text.size() < admin::EventStream::kMaxPart + 4096);
  CHECK(events_in(text).back().json().at("matched") == 1090);
}

TEST_CASE("filters select exchanges by thing, job, operation, rule and status", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader by_thing(desk, "/events?only=exchanges&thing=sensor-*");
  EventReader by_job(desk, "/events?only=exchanges&job=k");
  EventReader by_rule(desk, "/events?only=exchanges&rule=outage");
  EventReader by_status(desk, "/events?only=exchanges&status=503");
  EventReader by_operation(desk, "/events?only=exchanges&operation=Get*");
  for (EventReader* reader : {&by_thing, &by_job, &by_rule, &by_status, &by_operation}) {
    CHECK(names_of(reader->read()) == std::vector<std::string>{"hello"});
  }
  desk.get("/things/t/jobs/j");
  desk.get("/things/u/jobs/k");
  desk.get("/things/sensor-1/jobs/calibrate");
  desk.get("/things/u/jobs");
  CHECK(texts_of(by_thing.read_event("exchanges")) == std::vector<std::string>{"GET /things/sensor-1/jobs/cali"});
  CHECK(texts_of(by_job.read_event("exchanges")) == std::vector<std::string>{"GET /things/u/jobs/k  200  aft"});
  CHECK(texts_of(by_rule.read_event("exchanges")) == std::vector<std::string>{"GET /things/t/jobs/j  503 Serv"});
  CHECK(texts_of(by_status.read_event("exchanges")) == std::vector<std::string>{"GET /things/t/jobs/j  503 Serv"});
  CHECK(texts_of(by_operation.read_event("exchanges")) == std::vector<std::string>{"GET /things/u/jobs  200  after"});
}

TEST_CASE("a reader that connects again continues after its last event", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  get_times(desk, "/things/u/jobs/k", 5);
  model::Request request;
  request.method = "GET";
  request.target = "/events?only=exchanges&after=1";
  request.headers = {{"Host", "127.0.0.1"}, {"Last-Event-ID", "3"}};
  const auto source = desk.responder.plan(request).source;
  REQUIRE(source);
  const auto events = events_in(content_of(source->next(base::Monotonic(1h)).bytes));
  REQUIRE(names_of(events) == std::vector<std::string>{"hello", "exchanges"});
  CHECK(events[1].json().at("records").at(0).at("position") == 4);
  CHECK(events[1].json().at("matched") == 2);
  // A position of another server, which has recorded more: the reader starts with the next exchange.
  request.headers[1].value = "99";
  const auto ahead = desk.responder.plan(request).source;
  CHECK(names_of(events_in(content_of(ahead->next(base::Monotonic(1h)).bytes))) == std::vector<std::string>{"hello"});
  request.headers[1].value = "x";
  CHECK(desk.responder.plan(request).source == nullptr);
}

TEST_CASE("a reset greets the reader again", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader reader(desk, "/events?only=exchanges");
  reader.read();
  desk.get("/things/u/jobs/k");
  desk.ask("POST", "/reset");
  desk.get("/things/u/jobs/k");
  const auto events = reader.read();
  REQUIRE(names_of(events) == std::vector<std::string>{"hello", "exchanges"});
  CHECK(events[1].json().at("records").back().at("position") == 2);
}

TEST_CASE("a quiet stream has heartbeats", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader reader(desk, "/events?only=exchanges");
  reader.read();
  CHECK(reader.text(4s).empty());
  CHECK(reader.text(1s) == ":\n\n");
  CHECK(reader.text(1s).empty());
}

TEST_CASE("a sandbox has events of its own, which end with it", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  REQUIRE(desk.ask("POST", "/sandboxes", R"({"shipped":"demos/default"})").status == 201);
  EventReader reader(desk, "/sandboxes/sandbox-1/events?only=exchanges");
  CHECK(reader.read_event("hello").at("sandbox") == "sandbox-1");
  desk.get("/things/t/jobs/j");
  CHECK(reader.text().empty());
  desk.get("/sandbox-1/things/t/jobs/j");
  CHECK(reader.read_event("exchanges").at("matched") == 1);
  REQUIRE(desk.ask("DELETE", "/sandboxes/sandbox-1").status == 200);
  reader.read_event("end");
  CHECK_FALSE(reader.again);
}

TEST_CASE("the number of readers is limited, and each leaves a place", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  std::vector<model::Plan> plans;
  for (int i = 0; i < admin::EventReaders::kMax; ++i) {
    plans.push_back(desk.plan_admin("GET", "/events"));
    REQUIRE(plans.back().source);
  }
  const auto refused = desk.ask("GET", "/events");
  CHECK(refused.status == 503);
  CHECK(refused.json().at("error") == "GET /events has 16 readers, which is the limit");
  plans.pop_back();
  CHECK(desk.ask("GET", "/events").status == 200);
}

TEST_CASE("an event stream needs known parameters and HTTP/1.1", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  const auto mistake = [&](const std::string& target) { return desk.ask("GET", target).json().at("error"); };
  CHECK(mistake("/events?only=exchange") ==
        "\"only\" must be exchanges or traffic, not \"exchange\"; did you mean \"exchanges\"?");
  CHECK(mistake("/events?rate=5001") == "\"rate\" must be a whole number up to 5000, not \"5001\"");
  CHECK(mistake("/events?thin=t") == "/events has no parameter \"thin\"; did you mean \"thing\"?");
  model::Request request;
  request.method = "GET";
  request.target = "/events";
  request.version_minor = 0;
  request.headers = {{"Host", "127.0.0.1"}};
  CHECK(desk.responder.plan(request).reply.http->status == 505);
}

TEST_CASE("names and headers with line ends and markup stay inside the data of an event", "[admin][events]") {
  AdminDesk desk(kEventsScenario);
  EventReader reader(desk, "/events?only=exchanges");
  reader.read();
  desk.serve("GET", "/things/a%0A%0Aevent:%20end/jobs/<script>alert(1)</script>\n\nevent: end\ndata: {}");
  const auto events = reader.read();
  REQUIRE(names_of(events) == std::vector<std::string>{"exchanges"});
  CHECK(events[0].json().at("records").at(0).at("text").get<std::string>().find('\n') == std::string::npos);
}

TEST_CASE("an event has a name, an id if it has one, and a line of data", "[admin][events]") {
  std::string out;
  admin::append_event(out, "exchanges", "{}", 7);
  admin::append_event(out, "hello", "[]");
  CHECK(out == "event: exchanges\nid: 7\ndata: {}\n\nevent: hello\ndata: []\n\n");
  CHECK(admin::as_chunk(std::string(17, 'x')) == "11\r\n" + std::string(17, 'x') + "\r\n");
  CHECK(admin::as_chunk("").empty());
}
