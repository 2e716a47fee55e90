// `jobrig serve --mqtt`: the ready line, the journal, the admin interface, sandboxes, resets and TLS, with MQTT clients
// on real sockets.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "journal/line.h"
#include "support/catch.h"
#include "support/mqtt_clients.h"
#include "support/mqtt_server.h"
#include "support/raw_client.h"
#include "support/served.h"
#include "support/temporary_folder.h"
#include "support/tls_client.h"

using namespace jobrig;
using nlohmann::json;
using test::connect_311;
using test::connect_mqtt;
using test::RawClient;
using test::receive_mqtt;
using test::Served;
using test::subscribe_mqtt;

namespace {

const std::string kMqttJobs = "$aws/things/thermostat-1/jobs/";

class MqttServed {
 public:
  explicit MqttServed(std::vector<std::string> more = {})
      : served_([&] {
          std::ofstream(file("scenario.yaml")) << "things: {thermostat-1: {firmware-7: {status: QUEUED}}}\n";
          std::vector<std::string> words{
              file("scenario.yaml"), "--mqtt", "127.0.0.1:0", "--journal", file("j"), "--admin", "127.0.0.1:0"};
          words.insert(words.end(), more.begin(), more.end());
          return words;
        }()) {}

  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
  [[nodiscard]] std::uint16_t mqtt_port() const { return test::port_of(served_.ready().at("mqtt")); }
  [[nodiscard]] std::vector<json> journal() const {
    std::ifstream lines(file("j"));
    std::vector<json> all;
    for (std::string line; std::getline(lines, line);) {
      all.push_back(json::parse(line));
    }
    return all;
  }
  Served& served() { return served_; }

 private:
  test::TemporaryFolder folder_;
  Served served_;
};

/// Sends a request and returns the payload of the next message.
json asked(RawClient& client, const std::string& rest, const std::string& payload) {
  client.send(mqtt::encode(test::publish_to(kMqttJobs + rest, payload), mqtt::Version::k311));
  return json::parse(receive_mqtt<mqtt::Publish>(client).payload);
}

}  // namespace

TEST_CASE("serve --mqtt names the port, serves it, and writes each packet to the journal", "[cli][mqtt]") {
  MqttServed server;
  CHECK_THAT(server.served().ready().at("mqtt").get<std::string>(), Catch::StartsWith("mqtt://127.0.0.1:"));
  {
    RawClient client(server.mqtt_port());
    connect_mqtt(client, connect_311("thermostat-1"));
    subscribe_mqtt(client, kMqttJobs + "+/accepted");
    const json started = asked(client, "start-next", R"({"clientToken":"a"})");
    CHECK(started.at("execution").at("jobId") == "firmware-7");
    CHECK(started.at("clientToken") == "a");
    CHECK_THAT(server.served().get("/things/thermostat-1/jobs/firmware-7"), Catch::Contains("IN_PROGRESS"));
    const json packets =
        server.served().admin("GET", "/packets?session=thermostat-*&packet=PUBLISH&count=2&wait=1m").json();
    REQUIRE(packets.at("records").size() == 2);
    CHECK(packets.at("enough") == true);
    CHECK(packets.at("records").at(0).at("topic") == kMqttJobs + "start-next");
    CHECK(packets.at("records").at(1).at("answers") == packets.at("records").at(0).at("number"));
    const std::string metrics = server.served().admin("GET", "/metrics").body;
    CHECK_THAT(metrics, Catch::Contains(R"(jobrig_mqtt_packets_total{packet="PUBLISH",direction="received"} 1)"));
    CHECK_THAT(
        metrics,
        Catch::Contains(R"(jobrig_mqtt_answers_total{operation="StartNextPendingJobExecution",code="accepted"} 1)"));
    CHECK_THAT(metrics, Catch::Contains("jobrig_mqtt_open_connections 1\n"));
  }
  CHECK(server.served().stop().exit_code == 0);
  std::vector<std::string> packets;
  std::size_t exchanges = 0;
  for (const json& line : server.journal()) {
    if (line.value("event", "") == "packet") {
      CHECK(line.at("protocol") == "mqtt");
      packets.push_back(line.at("packet"));
    } else {
      ++exchanges;
    }
  }
  CHECK(exchanges == 1);
  CHECK(packets == std::vector<std::string>{"opened", "CONNECT", "CONNACK", "SUBSCRIBE", "SUBACK", "PUBLISH", "PUBLISH",
                                            "closed"});
  const auto exported = test::run_jobrig({"export", "--otlp-json", server.file("j")});
  CHECK(exported.exit_code == 0);
}

TEST_CASE("a rule that only MQTT clients met is used", "[cli][mqtt]") {
  MqttServed server;
  const std::string rule = R"({"name":"marked","when":{"operation":"DescribeJobExecution"},"faults":["retain-flag"]})";
  REQUIRE(server.served().admin("POST", "/rules", rule).status == 201);
  RawClient client(server.mqtt_port());
  connect_mqtt(client, connect_311("thermostat-1"));
  subscribe_mqtt(client, kMqttJobs + "+/get/accepted");
  asked(client, "$next/get", "{}");
  asked(client, "$next/get", "{}");
  CHECK(server.served().admin("GET", "/rules").json().at("rules").at(0).at("answered") == 2);
  CHECK(server.served().admin("GET", "/unused").json().at("rules").empty());
}

TEST_CASE("a reset keeps MQTT connections and tells their subscribers", "[cli][mqtt]") {
  MqttServed server;
  RawClient client(server.mqtt_port());
  connect_mqtt(client, connect_311("a"));
  subscribe_mqtt(client, kMqttJobs + "notify-next");
  CHECK(server.served().admin("POST", "/reset").status == 200);
  CHECK(test::ask(server.served().port(), "POST", "/things/thermostat-1/jobs/firmware-7", R"({"status":"SUCCEEDED"})")
            .status == 200);
  CHECK_THAT(receive_mqtt<mqtt::Publish>(client).payload, Catch::StartsWith(R"({"timestamp":)"));
  CHECK(server.served().admin("POST", "/reset").status == 200);
  CHECK_THAT(receive_mqtt<mqtt::Publish>(client).payload, Catch::Contains(R"("status":"QUEUED")"));
}

TEST_CASE("subscribers are told of a thing that comes with another scenario", "[cli][mqtt]") {
  MqttServed server;
  RawClient client(server.mqtt_port());
  connect_mqtt(client, connect_311("a"));
  subscribe_mqtt(client, "$aws/things/later/jobs/notify-next");
  for (const char* const target : {"/scenario", "/scenario?keep=state"}) {
    CAPTURE(target);
    const std::string job = std::string(target) == "/scenario" ? "first" : "second";
    const json body{{"scenario", "things: {later: {" + job + ": {status: QUEUED}}}"}};
    CHECK(server.served().admin("PUT", target, body.dump()).status == 200);
    CHECK_THAT(receive_mqtt<mqtt::Publish>(client).payload, Catch::Contains("\"jobId\":\"" + job + "\""));
  }
}

TEST_CASE("the user name of an MQTT client names its sandbox", "[cli][mqtt]") {
  MqttServed server;
  const std::string id = server.served().admin("POST", "/sandboxes").json().at("id");
  const auto in_sandbox = [&](RawClient& client, const std::string& user) {
    mqtt::Connect connect = connect_311("thermostat-1");
    connect.user_name = user;
    connect_mqtt(client, connect);
    subscribe_mqtt(client, kMqttJobs + "+/accepted");
  };
  RawClient main(server.mqtt_port());
  in_sandbox(main, "?SDK=Test");
  RawClient other(server.mqtt_port());
  in_sandbox(other, id);  // the same client identifier is in use in the main sandbox
  CHECK(asked(other, "start-next", "{}").at("execution").at("status") == "IN_PROGRESS");
  CHECK(asked(main, "start-next", "{}").at("execution").at("status") == "IN_PROGRESS");
  CHECK(server.served().admin("GET", "/sandboxes/" + id + "/packets?packet=CONNECT").json().at("records").size() == 1);
  CHECK(server.served().admin("DELETE", "/sandboxes/" + id).status < 300);
  CHECK(other.receive_to_end().empty());
  RawClient gone(server.mqtt_port());
  mqtt::Connect connect = connect_311("b");
  connect.user_name = id;
  gone.send(mqtt::encode(connect, mqtt::Version::k311));
  CHECK(gone.receive_to_end().empty());
}

TEST_CASE("serve --mqtt with --tls-dir speaks TLS with the same authority", "[cli][mqtt][tls]") {
  const test::TemporaryFolder folder;
  const std::string certs = (folder.path() / "certs").string();
  MqttServed server({"--tls-dir", certs});
  CHECK_THAT(server.served().ready().at("mqtt").get<std::string>(), Catch::StartsWith("mqtts://127.0.0.1:"));
  std::ostringstream authority;
  authority << std::ifstream(certs + "/ca.pem").rdbuf();
  test::TlsClientOptions trust;
  trust.authority = authority.str();
  trust.protocols = {"x-amzn-mqtt-ca"};
  test::TlsClient client(server.mqtt_port(), trust);
  connect_mqtt(client, connect_311("a"));
  CHECK(client.protocol() == "x-amzn-mqtt-ca");
}

TEST_CASE("a port for MQTT that is in use is an error", "[cli][mqtt]") {
  MqttServed server;
  const std::string address = "127.0.0.1:" + std::to_string(server.mqtt_port());
  const auto outcome = test::run_jobrig({"serve", "--mqtt", address});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: cannot listen on " + address + ": Address already in use\n");
}
