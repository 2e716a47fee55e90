// The sandboxes of one MQTT port, without sockets: which sandbox a client is in, and what happens when it goes.
#include "mqtt_hosting/sandboxes.h"

#include <nlohmann/json.hpp>

#include "support/admin_desk.h"
#include "support/catch.h"
#include "support/mqtt_clients.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::connect_311;
using test::publish_to;

namespace {

const std::string kSandboxJobs = "$aws/things/t/jobs/";

// A server with one sandbox, and MQTT clients.
struct SandboxDesk : test::AdminDesk, test::MqttClientsOf<mqtt_hosting::MqttSandboxes> {
  SandboxDesk()
      : test::AdminDesk("things: {t: {j: {status: QUEUED}}}\n"),
        test::MqttClientsOf<mqtt_hosting::MqttSandboxes>(sandboxes),
        id(AdminDesk::ask("POST", "/sandboxes").json().at("id")) {}

  static mqtt::Connect user(const std::string& name, const std::string& client_id = "device") {
    mqtt::Connect connect = connect_311(client_id);
    connect.user_name = name;
    return connect;
  }
  /// Starts the next job and returns the response.
  std::string start(mqtt::ConnectionId connection) {
    send(connection, publish_to(kSandboxJobs + "start-next", "{}"));
    return messages(connection).at(0);
  }

  const std::string id;
};

}  // namespace

TEST_CASE("each sandbox has its own executions and sessions", "[mqtt]") {
  SandboxDesk desk;
  const auto main = desk.subscriber(SandboxDesk::user("?SDK=any"), kSandboxJobs + "+/accepted");
  const auto other = desk.subscriber(SandboxDesk::user(desk.id), kSandboxJobs + "+/accepted");
  CHECK_THAT(desk.start(other), Catch::Contains(R"("status":"IN_PROGRESS")"));
  CHECK(desk.messages(main).empty());
  CHECK_THAT(desk.start(main), Catch::Contains(R"("versionNumber":2)"));
  CHECK(desk.closed(main).empty());  // the same client identifier is in use elsewhere
  CHECK(desk.broker().sandbox_of(main)->id().empty());
  CHECK(desk.broker().sandbox_of(other)->id() == desk.id);
}

TEST_CASE("a CONNECT that arrives byte by byte names its sandbox too", "[mqtt]") {
  SandboxDesk desk;
  const auto client = desk.open();
  for (const char byte : mqtt::encode(SandboxDesk::user(desk.id), mqtt::Version::k311)) {
    desk.send_bytes(client, std::string(1, byte));
  }
  CHECK(desk.next<mqtt::Connack>(client).code == 0);
  CHECK(desk.broker().sandbox_of(client)->id() == desk.id);
}

TEST_CASE("a user name without a sandbox closes the connection", "[mqtt]") {
  SandboxDesk desk;
  const auto client = desk.connect(SandboxDesk::user("sandbox-99"));
  CHECK(desk.closed(client) == "no sandbox has the user name sandbox-99");
  CHECK(desk.received(client).empty());
}

TEST_CASE("a connection without CONNECT is one of the main sandbox", "[mqtt]") {
  SandboxDesk desk;
  const auto wrong = desk.open();
  desk.send(wrong, mqtt::Ping{});
  CHECK_THAT(desk.closed(wrong), Catch::Contains("CONNECT"));
  const auto slow = desk.open();
  desk.send_bytes(slow, "\x10");
  desk.wait(31s);
  CHECK_THAT(desk.closed(slow), Catch::Contains("CONNECT"));
}

TEST_CASE("a sandbox that is removed closes its connections", "[mqtt]") {
  SandboxDesk desk;
  const auto main = desk.connected(SandboxDesk::user("", "main"));
  const auto other = desk.connected(SandboxDesk::user(desk.id));
  REQUIRE(desk.AdminDesk::ask("DELETE", "/sandboxes/" + desk.id).status < 300);
  desk.wait(0s);
  CHECK(desk.closed(other) == "the sandbox was removed: " + desk.id);
  CHECK(desk.closed(main).empty());
  desk.lose(other);
  desk.send(main, mqtt::Ping{});
  CHECK(desk.next<mqtt::Ping>(main).type == mqtt::PacketType::kPingresp);
}

TEST_CASE("a reset tells subscribers, in its sandbox only", "[mqtt]") {
  SandboxDesk desk;
  const auto main = desk.subscriber(SandboxDesk::user("", "main"), kSandboxJobs + "notify-next");
  const auto other = desk.subscriber(SandboxDesk::user(desk.id), kSandboxJobs + "notify-next");
  for (const auto client : {main, other}) {
    desk.send(client, publish_to(kSandboxJobs + "j/update", R"({"status":"FAILED"})"));
    CHECK(desk.messages(client).size() == 1);
  }
  int woken = 0;
  desk.broker().wake_with([&woken] { ++woken; });
  REQUIRE(desk.AdminDesk::ask("POST", "/sandboxes/" + desk.id + "/reset").status == 200);
  CHECK(woken > 0);
  desk.wait(0s);
  CHECK(desk.messages(main).empty());
  CHECK_THAT(desk.messages(other).at(0), Catch::Contains(R"("status":"QUEUED")"));
  desk.broker().wake_with({});
}

TEST_CASE("packets are counted for the metrics of their sandbox", "[mqtt][metrics]") {
  metrics::PacketCounts counts;
  model::PacketRecord record;
  record.direction = model::PacketDirection::kConnection;
  record.packet = "opened";
  counts.count(record);
  record.direction = model::PacketDirection::kFromClient;
  record.packet = "";
  counts.count(record);
  record.direction = model::PacketDirection::kToClient;
  record.packet = "PUBLISH";
  record.answers = 1;
  record.operation = "UpdateJobExecution";
  record.topic = "$aws/things/t/jobs/j/update/rejected";
  record.payload = R"({"code":"VersionMismatch","message":"…"})";
  counts.count(record);
  counts.set({3, 4, 5, 6});
  const metrics::PacketTotals totals = counts.totals();
  CHECK(totals.connections == 1);
  CHECK(totals.packets.at({"invalid", 0}) == 1);
  CHECK(totals.packets.at({"PUBLISH", 1}) == 1);
  CHECK(totals.answers.at({"UpdateJobExecution/VersionMismatch", 0}) == 1);
  CHECK((totals.broker.connections == 3 && totals.broker.sessions == 4));
  CHECK((totals.broker.dropped == 5 && totals.broker.expired == 6));
}
