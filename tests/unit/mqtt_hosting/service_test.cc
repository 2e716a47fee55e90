// The Jobs topics of a scenario, from the bytes of MQTT clients to the state of the world and back, without sockets.
#include "mqtt_hosting/service.h"

#include <algorithm>
#include <map>

#include "support/catch.h"
#include "support/mqtt_clients.h"
#include "support/planning.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::connect_311;
using test::connect_5;
using test::publish_to;
using test::subscribe_to;

namespace {

using MqttTexts = std::vector<std::string>;

const std::string kTopics = "$aws/things/thermostat-1/jobs/";
const std::string kStart = "\"timestamp\":1767225600";  // 2026-01-01

// A scenario with a clock that stands still unless the test moves it.
struct MqttWorld {
  explicit MqttWorld(model::Scenario given)
      : scenario(std::move(given)),
        clock(machine, scenario.clock),
        world(scenario, clock, 7),
        planner(scenario, world, clock, 7) {}

  mqtt_hosting::MqttStage stage() {
    return {scenario, world, clock, planner, [this](std::string_view thing, state::Subscriber subscriber) {
              state::ThingState* const found = world.find_thing(thing);
              return found == nullptr ? nullptr : world.agenda().subscribe(*found, clock.now(), std::move(subscriber));
            }};
  }

  base::ManualClock machine{test::instant("2026-06-01")};
  model::Scenario scenario;
  state::VirtualClock clock;
  state::World world;
  plan::Planner planner;
};

class MqttJobs : public MqttWorld, public test::MqttClientsOf<mqtt_hosting::MqttService> {
 public:
  explicit MqttJobs(model::Scenario given = test::thermostat())
      : MqttWorld(std::move(given)), test::MqttClientsOf<mqtt_hosting::MqttService>(stage()) {
    broker().wake_with([this] { ++wakes; });
  }

  /// Sends a request and returns the messages that the client receives.
  MqttTexts ask(mqtt::ConnectionId id, const std::string& rest, const std::string& payload) {
    send(id, publish_to(kTopics + rest, payload, 1));
    return messages(id);
  }
  void pass(base::Duration time) {
    machine.advance(time);
    world.agenda().advance(clock.now());
    wait(0s);
  }

  int wakes = 0;
};

}  // namespace

TEST_CASE("a whole job life runs over MQTT", "[mqtt]") {
  MqttJobs jobs;
  const auto id = jobs.subscriber(connect_311("thermostat-1"), kTopics + "#");
  CHECK(jobs.ask(id, "get", R"({"clientToken":"1"})").at(1) ==
        kTopics +
            R"(get/accepted {"inProgressJobs":[],"queuedJobs":[{"jobId":"firmware-7","queuedAt":1767225600,)"
            R"("lastUpdatedAt":1767225600,"versionNumber":1,"executionNumber":1}],)" +
            kStart + R"(,"clientToken":"1"})");
  const MqttTexts started = jobs.ask(id, "start-next", R"({"clientToken":"2"})");
  REQUIRE(started.size() == 2);  // the request itself, and the response
  CHECK_THAT(started[1], Catch::StartsWith(kTopics + "start-next/accepted "));
  CHECK_THAT(started[1], Catch::Contains(R"("status":"IN_PROGRESS")"));
  CHECK_THAT(started[1], Catch::Contains(R"("jobDocument":{"operation":"install"})"));
  const MqttTexts updated = jobs.ask(id, "firmware-7/update", R"({"status":"SUCCEEDED","expectedVersion":2})");
  CHECK(updated == MqttTexts{kTopics + R"(firmware-7/update {"status":"SUCCEEDED","expectedVersion":2})",
                             kTopics + "firmware-7/update/accepted {" + kStart + "}",
                             kTopics + R"(notify {"jobs":{},)" + kStart + "}",
                             kTopics + "notify-next {" + kStart + "}"});
  CHECK(jobs.ask(id, "$next/get", "").at(1) == kTopics + "$next/get/accepted {" + kStart + "}");
  CHECK(jobs.wakes > 0);
}

TEST_CASE("rejected requests have the codes of the contract", "[mqtt]") {
  MqttJobs jobs;
  const auto id = jobs.subscriber(connect_5("a"), kTopics + "+/+/rejected");
  jobs.send(id, subscribe_to(kTopics + "+/rejected"));
  const auto code = [&](const std::string& rest, const std::string& payload) {
    const MqttTexts messages = jobs.ask(id, rest, payload);
    REQUIRE(messages.size() == 1);
    const std::string text = messages[0];
    const std::size_t begin = text.find("\"code\":\"") + 8;
    return text.substr(begin, text.find('"', begin) - begin);
  };
  CHECK(code("get", "{") == "InvalidJson");
  CHECK(code("get", "[]") == "InvalidRequest");
  CHECK(code("describe", "{}") == "InvalidTopic");
  CHECK(code("unknown/get", "{}") == "ResourceNotFound");
  CHECK(code("firmware-7/update", R"({"status":"IN_PROGRESS","expectedVersion":9})") == "VersionMismatch");
  jobs.ask(id, "firmware-7/update", R"({"status":"FAILED"})");
  CHECK(code("firmware-7/get", "{}") == "TerminalStateReached");
  CHECK(code("firmware-7/update", R"({"status":"FAILED"})") == "InvalidStateTransition");
}

TEST_CASE("the rules of a scenario answer MQTT clients too", "[mqtt]") {
  model::Scenario scenario = test::thermostat();
  scenario.rules = {test::rule("outage", {}, {test::error_answer("ThrottlingException", 1)})};
  MqttJobs jobs(std::move(scenario));
  const auto id = jobs.subscriber(connect_311("a"), kTopics + "$next/get/+");
  CHECK_THAT(jobs.ask(id, "$next/get", "{}").at(0), Catch::Contains(R"(/rejected {"code":"RequestThrottled")"));
  CHECK_THAT(jobs.ask(id, "$next/get", "{}").at(0), Catch::Contains("/accepted "));
}

TEST_CASE("what happens by itself is sent to subscribers", "[mqtt]") {
  model::Scenario scenario = test::thermostat();
  scenario.things.front().jobs.front().executions.front().then = {test::after(10s, model::Status::kCanceled)};
  MqttJobs jobs(std::move(scenario));
  const auto id = jobs.subscriber(connect_311("a"), kTopics + "notify-next");
  jobs.pass(9s);
  CHECK(jobs.messages(id).empty());
  jobs.pass(1s);
  CHECK(jobs.messages(id) == MqttTexts{kTopics + R"(notify-next {"timestamp":1767225610})"});
}

TEST_CASE("subscribers are told of things that go and come with another scenario", "[mqtt]") {
  MqttJobs jobs;
  const auto id = jobs.subscriber(connect_311("a"), kTopics + "notify-next");
  jobs.send(id, subscribe_to("$aws/things/later/jobs/notify-next"));
  jobs.messages(id);
  const auto replace = [&jobs](std::vector<model::Thing> things) {
    auto scenario = std::make_shared<model::Scenario>(jobs.scenario);
    scenario->things = std::move(things);
    jobs.world.replace(jobs.world.prepare(scenario, jobs.clock.now()), jobs.clock.now());
    jobs.broker().follow(jobs.stage(), jobs.now());
    jobs.wait(0s);
  };
  replace({test::thing("later", {test::job("j", {test::execution(model::Status::kQueued)})})});
  const MqttTexts messages = jobs.messages(id);
  REQUIRE(messages.size() == 2);
  CHECK_THAT(messages[0], Catch::StartsWith("$aws/things/later/jobs/notify-next {\"execution\":{\"jobId\":\"j\""));
  CHECK(messages[1] == kTopics + "notify-next {" + kStart + "}");
  replace(jobs.scenario.things);
  const MqttTexts back = jobs.messages(id);
  REQUIRE(back.size() == 2);
  CHECK(back[0] == "$aws/things/later/jobs/notify-next {" + kStart + "}");
  CHECK_THAT(back[1], Catch::StartsWith(kTopics + "notify-next {\"execution\":{\"jobId\":\"firmware-7\""));
}

TEST_CASE("subscribers with a wildcard are told of all things, also of those that come later", "[mqtt]") {
  for (const char* const filter : {"$aws/things/+/jobs/notify-next", "$aws/things/#", "$aws/#", "$aws/+/+/jobs/+"}) {
    CAPTURE(filter);
    const auto scenario = std::make_shared<model::Scenario>(test::thermostat());  // outlives the service
    MqttJobs jobs;
    const auto id = jobs.subscriber(connect_311("a"), filter);
    scenario->things.push_back(test::thing("later", {test::job("j", {test::execution(model::Status::kQueued)})}));
    jobs.world.replace(jobs.world.prepare(scenario, jobs.clock.now()), jobs.clock.now());
    auto next = jobs.stage();
    jobs.broker().follow({*scenario, next.world, next.clock, next.planner, next.subscribe, {}}, jobs.now());
    jobs.wait(0s);
    const MqttTexts messages = jobs.messages(id);
    REQUIRE_FALSE(messages.empty());
    CHECK_THAT(messages.back(),
               Catch::StartsWith("$aws/things/later/jobs/notify-next {\"execution\":{\"jobId\":\"j\""));
    jobs.ask(jobs.connected(connect_311("b")), "start-next", "{}");
    jobs.send(id, publish_to(kTopics + "firmware-7/update", R"({"status":"SUCCEEDED"})"));
    const MqttTexts after = jobs.messages(id);
    CHECK(std::count(after.begin(), after.end(), kTopics + "notify-next {" + kStart + "}") == 1);
  }
}

TEST_CASE("a change that keeps the next execution sends no notice", "[mqtt]") {
  MqttJobs jobs;
  const auto id = jobs.subscriber(connect_311("a"), kTopics + "notify");
  jobs.send(id, subscribe_to(kTopics + "notify-next"));
  jobs.ask(id, "start-next", "");
  CHECK(jobs.messages(id).empty());
}

TEST_CASE("a persistent session gets the notices of its absence", "[mqtt]") {
  MqttJobs jobs;
  const auto id = jobs.subscriber(connect_311("a", false), kTopics + "notify-next");
  jobs.lose(id);
  const auto other = jobs.connected(connect_311("b"));
  jobs.ask(other, "firmware-7/update", R"({"status":"SUCCEEDED"})");
  CHECK(jobs.messages(jobs.connect(connect_311("a", false))) == MqttTexts{kTopics + "notify-next {" + kStart + "}"});
}

TEST_CASE("messages on other topics reach their subscribers and change nothing", "[mqtt]") {
  MqttJobs jobs;
  const auto id = jobs.subscriber(connect_311("a"), "$aws/things/thermostat-1/shadow/#");
  jobs.send(id, publish_to("$aws/things/thermostat-1/shadow/update", "{}"));
  CHECK(jobs.messages(id) == MqttTexts{"$aws/things/thermostat-1/shadow/update {}"});
}

TEST_CASE("a response names the record of its request, and a notice names none", "[mqtt]") {
  MqttJobs jobs;
  const auto id = jobs.subscriber(connect_311("device"), kTopics + "#");
  jobs.records();
  jobs.ask(id, "firmware-7/update", R"({"status":"SUCCEEDED"})");
  std::map<std::string, model::PacketRecord> by_topic;  // of PUBLISH to the client
  std::uint64_t request = 0;
  for (const model::PacketRecord& record : jobs.records()) {
    if (record.direction == model::PacketDirection::kFromClient) {
      request = record.number;
      CHECK(record.operation == "UpdateJobExecution");
      CHECK(record.job == "firmware-7");
    } else {
      by_topic[record.topic] = record;
    }
  }
  REQUIRE(request > 0);
  CHECK(by_topic.at(kTopics + "firmware-7/update/accepted").answers == request);
  CHECK(by_topic.at(kTopics + "firmware-7/update/accepted").thing == "thermostat-1");
  CHECK(by_topic.at(kTopics + "notify-next").answers == 0);
  CHECK(by_topic.at(kTopics + "notify-next").thing == "thermostat-1");
}

TEST_CASE("a response that waits in a queue keeps the number of its request", "[mqtt]") {
  mqtt::BrokerSettings settings;
  settings.receive_maximum = 1;
  MqttWorld world(test::thermostat());
  test::MqttClientsOf<mqtt_hosting::MqttService> jobs(world.stage(), settings);
  const auto id = jobs.subscriber(connect_311("device"), kTopics + "get/accepted");
  jobs.records();
  jobs.send(id, publish_to(kTopics + "get", "{}"));
  jobs.send(id, publish_to(kTopics + "get", "{}"));
  std::vector<model::PacketRecord> records = jobs.records();
  REQUIRE(records.size() == 3);  // the second response waits
  CHECK(records[1].answers == records[0].number);
  jobs.send(id, test::puback(records[1].packet_id));
  const std::vector<model::PacketRecord> later = jobs.records();
  REQUIRE(later.size() == 2);
  CHECK(later[1].answers == records[2].number);
}

TEST_CASE("the rule of a response is in its record", "[mqtt]") {
  model::Scenario scenario = test::thermostat();
  scenario.rules = {test::rule("outage", {}, {test::error_answer("ThrottlingException", 1)})};
  MqttJobs jobs(std::move(scenario));
  const auto id = jobs.subscriber(connect_311("a"), kTopics + "+/rejected");
  jobs.records();
  jobs.ask(id, "get", "{}");
  const std::vector<model::PacketRecord> records = jobs.records();
  const auto answer = std::find_if(records.begin(), records.end(), [](const auto& one) { return one.answers != 0; });
  REQUIRE(answer != records.end());
  CHECK(answer->rule == "outage");
  CHECK(answer->step == 1);
}

TEST_CASE("a rule is used once by each request and packet that it decides about", "[mqtt]") {
  model::Scenario scenario = test::thermostat();
  scenario.rules = {test::rule("outage", {}, {test::error_answer("ThrottlingException", 2)})};
  MqttWorld world(std::move(scenario));
  std::vector<std::string> used;
  mqtt_hosting::MqttStage stage = world.stage();
  stage.count_use = [&used](const model::Decision& decision) {
    used.push_back(decision.rule + " " + std::to_string(decision.step));
  };
  test::MqttClientsOf<mqtt_hosting::MqttService> clients(std::move(stage));
  const auto id = clients.subscriber(connect_311("a"), kTopics + "+/accepted");
  used.clear();
  for (int i = 0; i < 3; ++i) {
    clients.send(id, publish_to(kTopics + "get", "{}", 1));
  }
  CHECK(used == std::vector<std::string>{"outage 1", "outage 1"});
}

TEST_CASE("another stage keeps sessions, and subscribers are told what changed", "[mqtt]") {
  MqttWorld next(test::thermostat());  // outlives its service
  MqttJobs jobs;
  const auto id = jobs.subscriber(connect_311("a"), kTopics + "#");
  jobs.ask(id, "firmware-7/update", R"({"status":"SUCCEEDED"})");
  jobs.broker().follow(next.stage(), jobs.now());
  jobs.wait(0s);
  const MqttTexts told = jobs.messages(id);
  REQUIRE(told.size() == 2);
  CHECK_THAT(told[0], Catch::StartsWith(kTopics + R"(notify {"jobs":{"QUEUED":[)"));
  CHECK_THAT(told[1], Catch::StartsWith(kTopics + R"(notify-next {"execution":{"jobId":"firmware-7")"));
  CHECK_THAT(jobs.ask(id, "start-next", "{}").at(1), Catch::Contains(R"("versionNumber":2)"));
  CHECK(next.world.find_thing("thermostat-1")->pending(next.clock.now()).in_progress.size() == 1);
}
